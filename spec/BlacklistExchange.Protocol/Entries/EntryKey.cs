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
        HKDF.DeriveKey(HashAlgorithmName.SHA256, output, key._bytes, salt: default, Info(suite, list, kind, epoch));
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
        HKDF.Expand(HashAlgorithmName.SHA256, Reveal(), tag, "bex/tag/v1"u8);
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

    internal static byte[] Info(string suite, string list, byte kind, uint epoch)
    {
        ReadOnlySpan<byte> domain = "bex/entry/v1"u8;
        byte[] info = new byte[domain.Length + 1 + suite.Length + 1 + list.Length + 1 + 4];
        domain.CopyTo(info);
        int at = domain.Length;
        at = Text(info, at, suite);
        at = Text(info, at, list);
        info[at++] = kind;
        BinaryPrimitives.WriteUInt32BigEndian(info.AsSpan(at), epoch);
        return info;
    }

    private static int Text(byte[] into, int at, string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, byte.MaxValue);
        ArgumentOutOfRangeException.ThrowIfEqual(Ascii.IsValid(text), false, nameof(text));
        into[at++] = (byte)text.Length;
        return at + Encoding.ASCII.GetBytes(text, into.AsSpan(at));
    }
}
