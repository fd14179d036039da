using BlacklistExchange.Client.Storage;

namespace BlacklistExchange.Client.Vault;

/// <summary>
/// One report's file: a header and sealed records, only ever appended to, each synced before the call returns. A stop in the middle of an append leaves a
/// short or empty tail, which was never acknowledged and is cut off; anything else that does not open is damage and is said aloud.
/// </summary>
internal static class VaultFile
{
    /// <summary>Makes the file with its first record; nothing is there before it is whole.</summary>
    public static void Create(string path, ReadOnlySpan<byte> vaultKey, Guid reportId, ReadOnlySpan<byte> first)
    {
        using VaultCipher cipher = VaultCipher.Create(vaultKey, reportId);
        DurableFile.Replace(path, [.. cipher.Header, .. cipher.Seal(0, first)], mustBeNew: true);
    }

    /// <summary>Reads all whole records; the caller disposes each.</summary>
    /// <exception cref="VaultException">A byte of the file was changed, or it is another report's.</exception>
    public static List<SecretBuffer> Read(string path, ReadOnlySpan<byte> vaultKey, Guid reportId)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return Read(file, path, vaultKey, reportId, out _, out _);
    }

    /// <summary>Appends a record and syncs it.</summary>
    public static void Append(string path, ReadOnlySpan<byte> vaultKey, Guid reportId, ReadOnlySpan<byte> record)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        List<SecretBuffer> before = Read(file, path, vaultKey, reportId, out long end, out byte[] header);
        before.ForEach(static plain => plain.Dispose());
        using VaultCipher cipher = VaultCipher.Of(vaultKey, header, reportId)!;
        file.SetLength(end);
        file.Seek(end, SeekOrigin.Begin);
        file.Write(cipher.Seal(before.Count, record));
        file.Flush();
        DurableFile.Sync(file.SafeFileHandle);
    }

    private static List<SecretBuffer> Read(FileStream file, string path, ReadOnlySpan<byte> vaultKey, Guid reportId, out long end, out byte[] header)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        header = bytes[..Math.Min(bytes.Length, VaultCipher.HeaderSize)];
        using VaultCipher cipher = VaultCipher.Of(vaultKey, bytes, reportId) ?? throw Damaged(path, "its header is not the one of this report");
        List<SecretBuffer> records = [];
        int at = VaultCipher.HeaderSize;
        while (at < bytes.Length)
        {
            SecretBuffer? plain = cipher.Open(records.Count, bytes.AsSpan(at), out int size);
            if (plain is null)
            {
                bool torn = size == 0 || bytes.AsSpan(at).IndexOfAnyExcept((byte)0) < 0;
                if (torn && records.Count > 0)
                {
                    break;
                }
                int number = records.Count;
                records.ForEach(static record => record.Dispose());
                throw Damaged(path, $"record {number} was changed");
            }
            records.Add(plain);
            at += size;
        }
        end = at;
        return records.Count > 0 ? records : throw Damaged(path, "it holds no record");
    }

    private static VaultException Damaged(string path, string why) =>
        new($"The vault file {path} is damaged: {why}. Restore it from a backup; without it this report can still be retracted by its id, but not renewed.");
}
