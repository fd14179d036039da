using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Entries;

/// <summary>
/// A label as files carry it: salt16 ‖ ciphertext16 ‖ gcm-tag16, AES-256-GCM under a key and nonce derived from the entry key and the
/// salt (spec/protocol.md §6.4). A salt is used once: sealing again takes a fresh one.
/// </summary>
public static class SealedLabel
{
    /// <summary>Length in bytes.</summary>
    public const int Size = SaltSize + Label.Size + GcmTagSize;

    /// <summary>Length of the salt in bytes.</summary>
    public const int SaltSize = 16;

    private const int GcmTagSize = 16;
    private const int KeySize = 32;
    private const int NonceSize = 12;

    /// <summary>Seals <paramref name="label"/> with a fresh random salt.</summary>
    public static byte[] Seal(EntryKey key, Label label)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        RandomNumberGenerator.Fill(salt);
        return Seal(key, label, salt);
    }

    /// <summary>Opens a sealed label; false when the key, the tag or a single bit is not the one it was sealed with, or the label is outside the registry.</summary>
    public static bool TryOpen(EntryKey key, ReadOnlySpan<byte> sealedLabel, out Label label)
    {
        label = default;
        if (sealedLabel.Length != Size)
        {
            return false;
        }
        Span<byte> plain = stackalloc byte[Label.Size];
        Span<byte> material = stackalloc byte[KeySize + NonceSize];
        try
        {
            Derive(key, sealedLabel[..SaltSize], material);
            using AesGcm aes = new(material[..KeySize], GcmTagSize);
            aes.Decrypt(material[KeySize..], sealedLabel.Slice(SaltSize, Label.Size), sealedLabel[(SaltSize + Label.Size)..], plain, Associated(key));
            bool read = Label.TryDecode(plain, out Label opened);
            label = read ? opened : default;
            return read;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
        }
    }

    /// <summary>Seals with a given salt: for vectors only, since a salt must never meet two labels.</summary>
    internal static byte[] Seal(EntryKey key, Label label, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize);
        byte[] result = new byte[Size];
        Span<byte> plain = stackalloc byte[Label.Size];
        Span<byte> material = stackalloc byte[KeySize + NonceSize];
        try
        {
            label.Encode(plain);
            salt.CopyTo(result);
            Derive(key, salt, material);
            using AesGcm aes = new(material[..KeySize], GcmTagSize);
            aes.Encrypt(material[KeySize..], plain, result.AsSpan(SaltSize, Label.Size), result.AsSpan(SaltSize + Label.Size), Associated(key));
            return result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
        }
    }

    private static void Derive(EntryKey key, ReadOnlySpan<byte> salt, Span<byte> material)
    {
        Span<byte> info = stackalloc byte["bex/label/v1"u8.Length + SaltSize];
        "bex/label/v1"u8.CopyTo(info);
        salt.CopyTo(info["bex/label/v1"u8.Length..]);
        HKDF.Expand(HashAlgorithmName.SHA256, key.Reveal(), material, info);
    }

    private static byte[] Associated(EntryKey key)
    {
        byte[] associated = new byte["bex/label/v1"u8.Length + Tag.Size];
        "bex/label/v1"u8.CopyTo(associated);
        key.DeriveTag().CopyTo(associated.AsSpan("bex/label/v1"u8.Length));
        return associated;
    }
}
