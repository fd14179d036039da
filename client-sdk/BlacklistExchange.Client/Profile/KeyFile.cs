using System.Security.Cryptography;
using BlacklistExchange.Client.Storage;

namespace BlacklistExchange.Client.Profile;

/// <summary>Private keys as PEM files and raw keys as hexadecimal text, each readable by its owner only.</summary>
internal static class KeyFile
{
    private const int RawSize = 32;

    /// <summary>Makes a P-256 key and writes it; the file must not exist.</summary>
    public static ECDsa CreateEcdsa(string path)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        char[] pem = PemEncoding.Write("PRIVATE KEY", pkcs8);
        byte[] text = System.Text.Encoding.ASCII.GetBytes(pem);
        try
        {
            WriteNew(path, text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            CryptographicOperations.ZeroMemory(text);
            Array.Clear(pem);
        }
        return key;
    }

    /// <summary>Reads a P-256 key.</summary>
    /// <exception cref="ProfileException">Missing, readable by others, or not such a key.</exception>
    public static ECDsa ReadEcdsa(string path)
    {
        byte[] text = Read(path);
        char[] pem = System.Text.Encoding.ASCII.GetChars(text);
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? key : throw new CryptographicException("The key is not on P-256.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ProfileException($"{path} does not hold an ECDSA key on P-256 in PEM.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            Array.Clear(pem);
        }
    }

    /// <summary>Makes a key of 32 random bytes and writes it as 64 hexadecimal digits; the file must not exist.</summary>
    public static void CreateRaw(string path)
    {
        byte[] key = RandomNumberGenerator.GetBytes(RawSize);
        byte[] text = new byte[2 * RawSize + 1];
        Convert.TryToHexStringLower(key, text, out _);
        text[^1] = (byte)'\n';
        WriteNew(path, text);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(text);
    }

    /// <summary>Reads 64 hexadecimal digits into pinned memory; the caller zeroes it.</summary>
    /// <exception cref="ProfileException">Missing, readable by others, or not 64 digits.</exception>
    public static byte[] ReadRaw(string path)
    {
        byte[] text = Read(path);
        byte[] key = GC.AllocateArray<byte>(RawSize, pinned: true);
        try
        {
            ReadOnlySpan<byte> digits = text.AsSpan().TrimEnd("\r\n"u8);
            if (digits.Length != 2 * RawSize || Convert.FromHexString(digits, key, out _, out _) != System.Buffers.OperationStatus.Done)
            {
                throw new ProfileException($"{path} does not hold a key of 64 hexadecimal digits.");
            }
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static byte[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ProfileException($"{path} is missing.");
        }
        if (PrivateFile.IsLoose(path))
        {
            throw new ProfileException($"{path} can be read or written by others than its owner: run chmod 600 on it, and replace the key if others may have read it.");
        }
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] bytes = GC.AllocateArray<byte>(checked((int)Math.Min(stream.Length, 65_536)), pinned: true);
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Under its name only when it is whole: another process may look for it at any moment.</summary>
    private static void WriteNew(string path, ReadOnlySpan<byte> text) => DurableFile.Replace(path, text, mustBeNew: true);
}
