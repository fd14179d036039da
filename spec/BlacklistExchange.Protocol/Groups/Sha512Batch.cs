using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>SHA-512 (FIPS 180-4) of many messages: eight or four at once where the processor can, else one after the other by the framework.</summary>
/// <remarks>Constant time in the messages' values, not in their number and sizes. The memory in which they are hashed is zeroed.</remarks>
internal static class Sha512Batch
{
    /// <summary>The framework hashes one message at a time.</summary>
    public const int FrameworkLanes = 1;

    /// <summary>0x80 and the length in 128 bits (FIPS 180-4 §5.1.2).</summary>
    private const int LeastPadding = 17;

    private const int StackLimit = 4096 + Sha512Constants.BlockSize;

    /// <summary>Above 128 KiB a call's price is nothing and memory for all lanes is much: the framework takes such messages.</summary>
    private const int MostBlocksInLanes = 1024;

    /// <summary>The lanes in use: the most that the processor has, if they give the framework's digests.</summary>
    public static int Lanes { get; } =
        Lanes8.Width.IsSupported && Sha512SelfTest.Passes(Lanes8.Width.Lanes) ? Lanes8.Width.Lanes
        : Lanes4.Width.IsSupported && Sha512SelfTest.Passes(Lanes4.Width.Lanes) ? Lanes4.Width.Lanes
        : FrameworkLanes;

    /// <summary>Hashes every message.</summary>
    /// <param name="messages">The messages; may be secret, their number and sizes are not.</param>
    /// <param name="digests">64 bytes for each message. If all messages have one size, message i may be made from digest i of the same memory, and from nothing else of it.</param>
    /// <param name="afterZeroBlock">True if each message stands behind one block of zeroes, which is not written and costs nothing.</param>
    public static void Hash<TMessages>(TMessages messages, Span<byte> digests, bool afterZeroBlock = false)
        where TMessages : struct, IMessageWriter, allows ref struct => Hash(messages, digests, afterZeroBlock, Lanes);

    /// <summary>As above with the lanes given; the processor must have them.</summary>
    [SkipLocalsInit]
    internal static void Hash<TMessages>(TMessages messages, Span<byte> digests, bool afterZeroBlock, int lanes)
        where TMessages : struct, IMessageWriter, allows ref struct
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digests.Length, checked(messages.Count * Sha512Constants.DigestSize), nameof(digests));
        int[] order = new int[messages.Count], blocks = new int[messages.Count];
        int size = Order(messages, order, blocks, lanes);
        byte[]? pinned = size > StackLimit ? GC.AllocateUninitializedArray<byte>(size, pinned: true) : null;
        Span<byte> memory = pinned ?? stackalloc byte[StackLimit];
        memory = memory[..size];
        for (int first = 0, count; first < order.Length; first += count)
        {
            int most = Math.Min(lanes, order.Length - first);
            int same = blocks.AsSpan(first, most).IndexOfAnyExcept(blocks[first]);
            count = same < 0 ? most : same;
            ReadOnlySpan<int> indexes = order.AsSpan(first, count);
            if (PaysInLanes(count, blocks[first], lanes))
            {
                HashInLanes(messages, indexes, blocks[first], memory, digests, afterZeroBlock, lanes);
            }
            else
            {
                HashByFramework(messages, indexes, memory, digests, afterZeroBlock);
            }
        }

        CryptographicOperations.ZeroMemory(memory);
    }

    /// <summary>Sorts by number of blocks, so that messages of unlike sizes share lanes, and says how many bytes of memory the largest group takes.</summary>
    private static int Order<TMessages>(TMessages messages, Span<int> order, Span<int> blocks, int lanes)
        where TMessages : struct, IMessageWriter, allows ref struct
    {
        int size = 0;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            blocks[i] = checked(messages.SizeOf(i) + LeastPadding + Sha512Constants.BlockSize - 1) / Sha512Constants.BlockSize;
            size = Math.Max(size, checked(Sha512Constants.BlockSize * (1 + (blocks[i] * (blocks[i] > MostBlocksInLanes ? 1 : lanes)))));
        }

        if (!order.IsEmpty && blocks.ContainsAnyExcept(blocks[0]))
        {
            blocks.Sort(order);
        }

        return size;
    }

    /// <summary>Measured: a call of the framework costs as much as eight blocks in it, and a block in all lanes as much as four.</summary>
    private static bool PaysInLanes(int count, int blocks, int lanes) => lanes > FrameworkLanes && blocks <= MostBlocksInLanes && count * (8 + blocks) > 4 * blocks;

    [SkipLocalsInit]
    private static void HashInLanes<TMessages>(
        TMessages messages, ReadOnlySpan<int> indexes, int blocks, Span<byte> memory, Span<byte> digests, bool afterZeroBlock, int lanes)
        where TMessages : struct, IMessageWriter, allows ref struct
    {
        int stride = blocks * Sha512Constants.BlockSize;
        memory = memory[..(lanes * stride)];
        for (int i = 0; i < indexes.Length; i++)
        {
            int size = messages.SizeOf(indexes[i]);
            Span<byte> padded = memory.Slice(i * stride, stride);
            messages.Write(indexes[i], padded[..size]);
            padded[size..].Clear();
            padded[size] = 0x80;
            ulong hashed = (ulong)size + (afterZeroBlock ? Sha512Constants.BlockSize : 0UL);
            BinaryPrimitives.WriteUInt64BigEndian(padded[^sizeof(ulong)..], 8 * hashed);
        }

        // Lanes without a message hash whatever is there, and nobody looks.
        ReadOnlySpan<ulong> start = afterZeroBlock ? Sha512Constants.AfterZeroBlock : Sha512Constants.Start;
        Span<byte> all = stackalloc byte[Lanes8.Width.Lanes * Sha512Constants.DigestSize];
        if (lanes == Lanes8.Width.Lanes)
        {
            Lanes8.Sha512Lanes.Hash(start, memory, stride, all);
        }
        else
        {
            all = all[..(Lanes4.Width.Lanes * Sha512Constants.DigestSize)];
            Lanes4.Sha512Lanes.Hash(start, memory, stride, all);
        }

        for (int i = 0; i < indexes.Length; i++)
        {
            all.Slice(i * Sha512Constants.DigestSize, Sha512Constants.DigestSize).CopyTo(digests[(indexes[i] * Sha512Constants.DigestSize)..]);
        }

        CryptographicOperations.ZeroMemory(all);
    }

    private static void HashByFramework<TMessages>(TMessages messages, ReadOnlySpan<int> indexes, Span<byte> memory, Span<byte> digests, bool afterZeroBlock)
        where TMessages : struct, IMessageWriter, allows ref struct
    {
        // The framework starts from no state but the standard's: it is shown the block of zeroes.
        int before = afterZeroBlock ? Sha512Constants.BlockSize : 0;
        memory[..before].Clear();
        foreach (int index in indexes)
        {
            Span<byte> message = memory[..(before + messages.SizeOf(index))];
            messages.Write(index, message[before..]);
            SHA512.HashData(message, digests.Slice(index * Sha512Constants.DigestSize, Sha512Constants.DigestSize));
        }
    }
}
