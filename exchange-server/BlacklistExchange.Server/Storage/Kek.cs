using System.Security.Cryptography;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// The key-encryption key: 32 bytes from outside the database and outside every backup. It is never used itself; each use has a key derived from it, so a
/// blob of one use never opens as another.
/// </summary>
internal sealed class Kek : IDisposable
{
    public const int Size = 32;
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int GcmTagSize = 16;

    /// <summary>How much longer a wrapped value is than the value.</summary>
    public const int Overhead = 1 + NonceSize + GcmTagSize;

    public const int IdSize = 16;

    private readonly PinnedSecret _valueKey;
    private readonly PinnedSecret _fileKey;

    /// <summary>Derives what is needed; the caller disposes <paramref name="secret"/>.</summary>
    public Kek(PinnedSecret secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Size, nameof(secret));
        _valueKey = Derive(secret, "bex/kek/value/v1"u8);
        _fileKey = Derive(secret, "bex/kek/file/v1"u8);
        Id = IdOf(secret);
    }

    /// <summary>By which a KEK is recognised; it says nothing about the KEK and opens nothing.</summary>
    public byte[] Id { get; }

    public static byte[] IdOf(PinnedSecret secret)
    {
        byte[] id = new byte[IdSize];
        HKDF.Expand(HashAlgorithmName.SHA256, secret.Span, id, "bex/kek/id/v1"u8);
        return id;
    }

    /// <summary>
    /// Wraps a small value for a database column. <paramref name="context"/> says which row and column it belongs to: the same bytes elsewhere do not open.
    /// Layout: version 1 ‖ nonce 12 ‖ ciphertext ‖ GCM tag 16.
    /// </summary>
    public byte[] Wrap(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context) => Seal(_valueKey, plaintext, context);

    /// <summary>Opens what <see cref="Wrap"/> made. Throws <see cref="CryptographicException"/> for another KEK, another context or changed bytes.</summary>
    public PinnedSecret Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context) => Open(_valueKey, wrapped, context);

    public void Dispose()
    {
        _valueKey.Dispose();
        _fileKey.Dispose();
    }

    /// <summary>The same for <see cref="KeyFolder"/>, under a key of its own.</summary>
    internal byte[] SealFile(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context) => Seal(_fileKey, plaintext, context);

    internal PinnedSecret OpenFile(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> context) => Open(_fileKey, sealedBytes, context);

    private static byte[] Seal(PinnedSecret key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context)
    {
        byte[] result = new byte[Overhead + plaintext.Length];
        result[0] = Version;
        Span<byte> nonce = result.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm gcm = new(key.Span, GcmTagSize);
        gcm.Encrypt(nonce, plaintext, result.AsSpan(1 + NonceSize, plaintext.Length), result.AsSpan(result.Length - GcmTagSize), context);
        return result;
    }

    private static PinnedSecret Open(PinnedSecret key, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context)
    {
        if (wrapped.Length < Overhead || wrapped[0] != Version)
        {
            throw new CryptographicException("The wrapped value is too short or of another version.");
        }
        PinnedSecret plaintext = new(wrapped.Length - Overhead);
        try
        {
            using AesGcm gcm = new(key.Span, GcmTagSize);
            gcm.Decrypt(wrapped.Slice(1, NonceSize), wrapped.Slice(1 + NonceSize, plaintext.Length), wrapped[^GcmTagSize..], plaintext.Span, context);
            return plaintext;
        }
        catch
        {
            plaintext.Dispose();
            throw;
        }
    }

    private static PinnedSecret Derive(PinnedSecret secret, ReadOnlySpan<byte> info)
    {
        PinnedSecret key = new(Size);
        HKDF.Expand(HashAlgorithmName.SHA256, secret.Span, key.Span, info);
        return key;
    }
}
