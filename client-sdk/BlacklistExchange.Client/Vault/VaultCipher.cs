using System.Buffers.Binary;
using System.Security.Cryptography;
using BlacklistExchange.Client.Storage;

namespace BlacklistExchange.Client.Vault;

/// <summary>
/// Seals the records of one vault file: AES-256-GCM under a key derived from the vault key, the file's random salt and the report's id, a random nonce a record,
/// and the record's place as associated data, so that records cannot be moved between or within files.
/// </summary>
internal sealed class VaultCipher : IDisposable
{
    /// <summary>"BEXVALT1" ‖ report id 16 ‖ salt 16.</summary>
    public const int HeaderSize = 8 + 16 + 16;

    /// <summary>u32 length ‖ nonce 12 … gcm-tag 16 around a record.</summary>
    public const int Overhead = LengthSize + NonceSize + TagSize;

    private const int LengthSize = 4;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm _aes;
    private readonly byte[] _header;

    private VaultCipher(ReadOnlySpan<byte> vaultKey, byte[] header)
    {
        _header = header;
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, vaultKey, key, header.AsSpan(24, 16), [.. "bex/vault/v1"u8, .. header.AsSpan(8, 16)]);
        _aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    public ReadOnlySpan<byte> Header => _header;

    private static ReadOnlySpan<byte> Magic => "BEXVALT1"u8;

    /// <summary>The cipher of a new file.</summary>
    public static VaultCipher Create(ReadOnlySpan<byte> vaultKey, Guid reportId)
    {
        byte[] header = new byte[HeaderSize];
        Magic.CopyTo(header);
        reportId.TryWriteBytes(header.AsSpan(8), bigEndian: true, out _);
        RandomNumberGenerator.Fill(header.AsSpan(24));
        return new VaultCipher(vaultKey, header);
    }

    /// <summary>The cipher of a file that begins with <paramref name="header"/>; null when that is no header of this report's.</summary>
    public static VaultCipher? Of(ReadOnlySpan<byte> vaultKey, ReadOnlySpan<byte> header, Guid reportId) =>
        header.Length >= HeaderSize && header.StartsWith(Magic) && new Guid(header.Slice(8, 16), bigEndian: true) == reportId
            ? new VaultCipher(vaultKey, header[..HeaderSize].ToArray()) : null;

    /// <summary>The bytes of record <paramref name="index"/> as they go to the file.</summary>
    public byte[] Seal(int index, ReadOnlySpan<byte> plain)
    {
        byte[] record = new byte[Overhead + plain.Length];
        BinaryPrimitives.WriteInt32BigEndian(record, plain.Length);
        Span<byte> nonce = record.AsSpan(LengthSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, plain, record.AsSpan(LengthSize + NonceSize, plain.Length), record.AsSpan(LengthSize + NonceSize + plain.Length), Place(index));
        return record;
    }

    /// <summary>Opens the record at the start of <paramref name="rest"/>. Null with <paramref name="size"/> 0 when the file ends inside it; null with its size when it does not open.</summary>
    public SecretBuffer? Open(int index, ReadOnlySpan<byte> rest, out int size)
    {
        size = 0;
        int length = rest.Length >= LengthSize ? BinaryPrimitives.ReadInt32BigEndian(rest) : -1;
        if (length < 0 || rest.Length - Overhead < length)
        {
            return null;
        }
        size = Overhead + length;
        SecretBuffer plain = new(length);
        try
        {
            Span<byte> room = plain.GetSpan(length)[..length];
            _aes.Decrypt(rest.Slice(LengthSize, NonceSize), rest.Slice(LengthSize + NonceSize, length), rest.Slice(LengthSize + NonceSize + length, TagSize), room, Place(index));
            plain.Advance(length);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain.Dispose();
            return null;
        }
    }

    public void Dispose() => _aes.Dispose();

    private byte[] Place(int index)
    {
        byte[] place = new byte[HeaderSize + 4];
        _header.CopyTo(place, 0);
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(HeaderSize), index);
        return place;
    }
}
