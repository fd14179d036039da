using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Handles;

/// <summary>Seals handles and opens them (spec/handles.md section 1): AES-256-GCM under a key of their own, bound to exchange, list and version. Takes its key over.</summary>
internal sealed class HandleCipher(byte[] key, string exchange, string list) : IDisposable
{
    /// <summary>The format in force.</summary>
    public const byte Version = 1;

    public const int NonceSize = 12;

    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    private static readonly int MaxText = Base64Url.GetEncodedLength(Overhead + HandleKeys.MaxSize);

    private readonly byte[] _context = new ByteWriter("bex/handle/v1").U8(Version).Text8(exchange).Text8(list).ToArray();
    private readonly Lock _lock = new();
    private bool _disposed;

    public string Seal(ReadOnlySpan<byte> plain) => Seal(plain, RandomNumberGenerator.GetBytes(NonceSize));

    /// <summary>Under a nonce of the caller's choice, never used twice: for the published example.</summary>
    public string Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> nonce)
    {
        byte[] handle = new byte[Overhead + plain.Length];
        handle[0] = Version;
        nonce.CopyTo(handle.AsSpan(1, NonceSize));
        using AesGcm aes = Aes();
        aes.Encrypt(nonce, plain, handle.AsSpan(1 + NonceSize, plain.Length), handle.AsSpan(1 + NonceSize + plain.Length), _context);
        return Base64Url.EncodeToString(handle);
    }

    /// <summary>The plaintext; the caller disposes it.</summary>
    /// <exception cref="HandleException">It does not open.</exception>
    public SecretBuffer Open(string text)
    {
        byte[] handle = Read(text);
        int length = handle.Length - Overhead;
        SecretBuffer plain = new(length);
        try
        {
            using AesGcm aes = Aes();
            aes.Decrypt(handle.AsSpan(1, NonceSize), handle.AsSpan(1 + NonceSize, length), handle.AsSpan(1 + NonceSize + length), plain.GetSpan(length)[..length], _context);
            plain.Advance(length);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain.Dispose();
            throw new HandleException($"The handle does not open: it was made with another vault key (another member's, or one since replaced), for another exchange or list than {exchange}/{list}, or it was altered. Check the identifiers again for a new one.");
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>One for each call, since an instance is not for several threads at once; never under a key that was zeroed.</summary>
    private AesGcm Aes()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ExchangeClient));
            return new AesGcm(key, TagSize);
        }
    }

    /// <summary>A handle has one spelling: what base64url would let pass beside it is refused.</summary>
    private static byte[] Read(string text)
    {
        if (text.Length > MaxText || !TryDecode(text, out byte[] handle) || handle.Length <= Overhead || Base64Url.EncodeToString(handle) != text)
        {
            throw new HandleException($"This is no handle: a handle is base64url without padding, more than {Overhead} and at most {Overhead + HandleKeys.MaxSize} bytes, exactly as a check returned it.");
        }
        if (handle[0] != Version)
        {
            throw new HandleException($"The handle says it is of version {handle[0]}, and this version of the SDK reads version {Version} only: use one that reads both, or check the identifiers again.");
        }
        return handle;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        bool isWhole = Base64Url.DecodeFromChars(text, bytes, out _, out int length) == OperationStatus.Done;
        bytes = bytes[..length];
        return isWhole;
    }
}
