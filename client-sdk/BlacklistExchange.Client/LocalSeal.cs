using System.Security.Cryptography;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>
/// Seals what a member's own program has to keep beside the list, for example checks that wait for the hub: AES-256-GCM under a key of its own, derived from
/// the vault key, the exchange, the list and a use. Safe for use from any number of threads.
/// </summary>
public sealed class LocalSeal : IDisposable
{
    /// <summary>Bytes that sealing adds: a nonce of 12 and a GCM tag of 16.</summary>
    public const int Overhead = NonceSize + TagSize;

    /// <summary>Bytes of a name.</summary>
    public const int NameSize = 16;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lock _lock = new();
    private readonly byte[] _sealKey;
    private readonly byte[] _nameKey;
    private bool _disposed;

    /// <summary>Takes both keys over.</summary>
    internal LocalSeal(byte[] sealKey, byte[] nameKey) => (_sealKey, _nameKey) = (sealKey, nameKey);

    /// <summary>Seals <paramref name="plain"/> under a random nonce. At most 2^32 seals a use.</summary>
    /// <param name="plain">What to seal; the caller zeroes it.</param>
    /// <param name="place">Where the result belongs, for example a row's number: it opens nowhere else. Not secret, not kept.</param>
    /// <returns>nonce ‖ ciphertext ‖ GCM tag, <see cref="Overhead"/> bytes longer than <paramref name="plain"/>.</returns>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        byte[] whole = new byte[Overhead + plain.Length];
        Span<byte> nonce = whole.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = Aes();
        aes.Encrypt(nonce, plain, whole.AsSpan(NonceSize, plain.Length), whole.AsSpan(NonceSize + plain.Length), place);
        return whole;
    }

    /// <summary>Opens what <see cref="Seal"/> gave.</summary>
    /// <param name="whole">nonce ‖ ciphertext ‖ GCM tag.</param>
    /// <param name="place">As it was sealed.</param>
    /// <param name="plain">Room for exactly <paramref name="whole"/> less <see cref="Overhead"/>; the caller zeroes it.</param>
    /// <returns>False when it was altered, belongs to another place, or was sealed under another key; nothing is in <paramref name="plain"/> then.</returns>
    /// <exception cref="ArgumentException"><paramref name="plain"/> has another length.</exception>
    public bool TryOpen(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> place, Span<byte> plain)
    {
        if (whole.Length < Overhead)
        {
            return false;
        }
        if (plain.Length != whole.Length - Overhead)
        {
            throw new ArgumentException($"The plaintext has {whole.Length - Overhead} bytes; there is room for {plain.Length}.", nameof(plain));
        }
        using AesGcm aes = Aes();
        try
        {
            aes.Decrypt(whole[..NonceSize], whole[NonceSize..^TagSize], whole[^TagSize..], plain, place);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>A name to find something by that says nothing of it without the key: the first 16 bytes of HMAC-SHA-256.</summary>
    /// <param name="text">What is named, for example a customer number.</param>
    public byte[] NameOf(ReadOnlySpan<byte> text)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return HMACSHA256.HashData(_nameKey, text)[..NameSize];
        }
    }

    /// <summary>Zeroes both keys.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            CryptographicOperations.ZeroMemory(_sealKey);
            CryptographicOperations.ZeroMemory(_nameKey);
        }
    }

    /// <summary>What tells one use from every other: the info of its keys.</summary>
    internal static byte[] Info(string exchange, string list, string use, string half) => new ByteWriter("bex/local/v1").Text8(exchange).Text8(list).Text8(use).Text8(half).ToArray();

    /// <summary>One for each call, since an instance is not for several threads at once.</summary>
    private AesGcm Aes()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new AesGcm(_sealKey, TagSize);
        }
    }
}
