using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>SHA-512 (FIPS 180-4 §6.4) of as many messages as there are lanes, one in each. Constant time: only the number of blocks shows.</summary>
internal static unsafe class Sha512Lanes
{
    private const int BlockWords = 16;
    private const int StateWords = 8;

    /// <summary>Hashes one padded message a lane. Call it only where <see cref="Width.IsSupported"/>.</summary>
    /// <param name="start">The eight words to start from: those of the standard, or those left by blocks that all messages begin with.</param>
    /// <param name="messages">The messages, one after the other, each of whole blocks and already padded (FIPS 180-4 §5.1.2).</param>
    /// <param name="stride">Bytes of each message with its padding.</param>
    /// <param name="digests">64 bytes a lane.</param>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<ulong> start, ReadOnlySpan<byte> messages, int stride, Span<byte> digests)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Length, StateWords, nameof(start));
        ArgumentOutOfRangeException.ThrowIfNotEqual(stride % Sha512Constants.BlockSize, 0, nameof(stride));
        ArgumentOutOfRangeException.ThrowIfNotEqual(messages.Length, stride * Width.Lanes, nameof(messages));
        ArgumentOutOfRangeException.ThrowIfNotEqual(digests.Length, Sha512Constants.DigestSize * Width.Lanes, nameof(digests));

        // Aligned to the vector, else every second access touches two cache lines.
        int size = sizeof(Vector512<ulong>);
        byte* memory = stackalloc byte[(StateWords + BlockWords + 1) * size];
        Vector512<ulong>* state = (Vector512<ulong>*)((nuint)(memory + size - 1) & ~(nuint)(size - 1));
        Vector512<ulong>* words = state + StateWords;
        for (int i = 0; i < StateWords; i++)
        {
            state[i] = Vector512.Create(start[i]);
        }

        int* places = stackalloc int[Width.Lanes];
        Spread(places, stride);
        fixed (byte* source = messages)
        {
            for (int block = 0; block < stride; block += Sha512Constants.BlockSize)
            {
                Read(words, source + block, places);
                Compress(state, words);
            }
        }

        Spread(places, Sha512Constants.DigestSize);
        fixed (byte* destination = digests)
        {
            Write(destination, places, state);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(state, (StateWords + BlockWords) * size));
    }

    /// <summary>Where each lane's part begins, in words.</summary>
    private static void Spread(int* places, int size)
    {
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            places[lane] = lane * size / sizeof(ulong);
        }
    }

    /// <summary>Word j of every lane's block into words[j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Read(Vector512<ulong>* words, byte* source, int* places)
    {
        for (int first = 0; first < BlockWords; first += Width.Lanes)
        {
            Width.LoadSquare(ref *(Vector512<double>*)(words + first), ref ((double*)source)[first], ref *places);
        }

        for (int i = 0; i < BlockWords; i++)
        {
            words[i] = Width.ReverseBytes(words[i]);
        }
    }

    /// <summary>The state of every lane as 64 bytes. Turns the state's bytes around.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(byte* destination, int* places, Vector512<ulong>* state)
    {
        for (int i = 0; i < StateWords; i++)
        {
            state[i] = Width.ReverseBytes(state[i]);
        }

        for (int first = 0; first < StateWords; first += Width.Lanes)
        {
            Width.StoreSquare(ref ((double*)destination)[first], ref *places, ref *(Vector512<double>*)(state + first));
        }
    }

    /// <summary>The compression of FIPS 180-4 §6.4.2. The schedule rolls through its sixteen words: a word is replaced when its round is over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Vector512<ulong>* state, Vector512<ulong>* words)
    {
        Vector512<ulong> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        ref ulong k = ref MemoryMarshal.GetReference(Sha512Constants.Rounds);
        for (int round = 0; round < 64; round += BlockWords)
        {
            EightRounds(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, words, 0, ref Unsafe.Add(ref k, round), extend: true);
            EightRounds(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, words, 8, ref Unsafe.Add(ref k, round + 8), extend: true);
        }

        EightRounds(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, words, 0, ref Unsafe.Add(ref k, 64), extend: false);
        EightRounds(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, words, 8, ref Unsafe.Add(ref k, 72), extend: false);
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>Eight rounds, after which every variable has its name again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightRounds(
        ref Vector512<ulong> a, ref Vector512<ulong> b, ref Vector512<ulong> c, ref Vector512<ulong> d, ref Vector512<ulong> e, ref Vector512<ulong> f, ref Vector512<ulong> g,
        ref Vector512<ulong> h, Vector512<ulong>* words, int first, ref ulong k, bool extend)
    {
        Round(a, b, c, ref d, e, f, g, ref h, words, first, k, extend);
        Round(h, a, b, ref c, d, e, f, ref g, words, first + 1, Unsafe.Add(ref k, 1), extend);
        Round(g, h, a, ref b, c, d, e, ref f, words, first + 2, Unsafe.Add(ref k, 2), extend);
        Round(f, g, h, ref a, b, c, d, ref e, words, first + 3, Unsafe.Add(ref k, 3), extend);
        Round(e, f, g, ref h, a, b, c, ref d, words, first + 4, Unsafe.Add(ref k, 4), extend);
        Round(d, e, f, ref g, h, a, b, ref c, words, first + 5, Unsafe.Add(ref k, 5), extend);
        Round(c, d, e, ref f, g, h, a, ref b, words, first + 6, Unsafe.Add(ref k, 6), extend);
        Round(b, c, d, ref e, f, g, h, ref a, words, first + 7, Unsafe.Add(ref k, 7), extend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, ref Vector512<ulong> d, Vector512<ulong> e, Vector512<ulong> f, Vector512<ulong> g, ref Vector512<ulong> h,
        Vector512<ulong>* words, int word, ulong k, bool extend)
    {
        // In the order in which e waits the least: it is the longest path of a round.
        Vector512<ulong> sum = h + words[word] + Vector512.Create(k) + Width.Choose(e, f, g) + Width.Rotations(e, 14, 18, 41);
        d += sum;
        h = sum + (Width.Majority(a, b, c) + Width.Rotations(a, 28, 34, 39));
        if (extend)
        {
            words[word] = (words[word] + words[(word + 9) % BlockWords])
                + (Width.RotationsAndShift(words[(word + 1) % BlockWords], 1, 8, 7) + Width.RotationsAndShift(words[(word + 14) % BlockWords], 19, 61, 6));
        }
    }
}
