using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Protocol.Entries;

/// <summary>
/// The entry key E of one identifier on one list, kind and epoch: 32 secret bytes derived from the VOPRF output y
/// (spec/protocol.md §6.1). Whoever holds E can find the entry and open its label. Held in pinned memory, zeroed on disposal, never printed.
/// </summary>
public sealed class EntryKey : IDisposable
{
    /// <summary>Length of E in bytes.</summary>
    public const int Size = 32;

    /// <summary>HKDF's salt when there is none: a hash's length of zeros (RFC 5869 §2.2).</summary>
    private static readonly byte[] NoSalt = new byte[HMACSHA256.HashSizeInBytes];

    /// <summary>Domain, suite and list with their lengths, kind, epoch.</summary>
    private const int MaxInfo = 12 + (2 * (1 + byte.MaxValue)) + 1 + sizeof(uint);

    private readonly byte[] _bytes = GC.AllocateArray<byte>(Size, pinned: true);
    private bool _disposed;

    private EntryKey()
    {
    }

    /// <summary>E = HKDF-SHA-256(ikm = y, salt = none, info, 32).</summary>
    /// <param name="output">The VOPRF output y: 64 bytes for ristretto255-SHA512.</param>
    /// <param name="suite">Suite identifier, for example <c>ristretto255-SHA512</c>.</param>
    /// <param name="list">Name of the list.</param>
    /// <param name="kind">Number of the identifier kind.</param>
    /// <param name="epoch">Number of the epoch.</param>
    /// <exception cref="ArgumentException">Suite or list is not ASCII of at most 255 characters.</exception>
    public static EntryKey Derive(ReadOnlySpan<byte> output, string suite, string list, byte kind, uint epoch)
    {
        EntryKey key = new();
        Span<byte> info = stackalloc byte[MaxInfo];
        info = info[..WriteInfo(info, suite, list, kind, epoch)];
        Span<byte> extracted = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(NoSalt, output, extracted);
        ExpandBlock(extracted, info, 1, key._bytes);
        CryptographicOperations.ZeroMemory(extracted);
        return key;
    }

    /// <summary>Takes a copy of 32 bytes received or kept elsewhere.</summary>
    public static EntryKey Import(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        EntryKey key = new();
        bytes.CopyTo(key._bytes);
        return key;
    }

    /// <summary>The secret bytes. The caller must not let them outlive this object.</summary>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _bytes;
    }

    /// <summary>tag = HKDF-Expand(E, "bex/tag/v1", 32).</summary>
    public Tag DeriveTag()
    {
        Span<byte> tag = stackalloc byte[Tag.Size];
        ExpandBlock(Reveal(), "bex/tag/v1"u8, 1, tag);
        return new Tag(tag);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    /// <summary>Says what it is and nothing of its value.</summary>
    public override string ToString() => "EntryKey";

    /// <summary>
    /// One block of HKDF-Expand (RFC 5869 §2.3), for a first block or after the block before stands at the start of <paramref name="info"/>: written out with the
    /// one-shot HMAC, because the framework's HKDF costs three times the hash it computes.
    /// </summary>
    internal static void ExpandBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> info, byte number, Span<byte> block)
    {
        Span<byte> numbered = stackalloc byte[MaxInfo + HMACSHA256.HashSizeInBytes + 1];
        numbered = numbered[..(info.Length + 1)];
        info.CopyTo(numbered);
        numbered[^1] = number;
        HMACSHA256.HashData(key, numbered, block);
    }

    internal static byte[] Info(string suite, string list, byte kind, uint epoch)
    {
        Span<byte> info = stackalloc byte[MaxInfo];
        return info[..WriteInfo(info, suite, list, kind, epoch)].ToArray();
    }

    private static int WriteInfo(Span<byte> info, string suite, string list, byte kind, uint epoch)
    {
        ReadOnlySpan<byte> domain = "bex/entry/v1"u8;
        domain.CopyTo(info);
        int at = Text(info, Text(info, domain.Length, suite), list);
        info[at++] = kind;
        BinaryPrimitives.WriteUInt32BigEndian(info[at..], epoch);
        return at + sizeof(uint);
    }

    private static int Text(Span<byte> into, int at, string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, byte.MaxValue);
        ArgumentOutOfRangeException.ThrowIfEqual(Ascii.IsValid(text), false, nameof(text));
        into[at++] = (byte)text.Length;
        return at + Encoding.ASCII.GetBytes(text, into[at..]);
    }
}
