using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Vault;

/// <summary>
/// The member's own reports, encrypted, one file each. Written before a report is first sent, so that a stop at any moment resends the same bytes and never
/// reports twice. Losing it costs the ability to renew and to open evidence; a thief without the key learns how many reports there are and when.
/// </summary>
internal sealed class ReportVault : IDisposable
{
    private const string Suffix = ".report";
    private const string CheckFile = "vault.check";

    private readonly string _directory;
    private readonly byte[] _key;

    /// <summary>Opens or makes the vault; takes the key over and zeroes it on disposal.</summary>
    /// <exception cref="VaultException">The key is not the one the vault was made with.</exception>
    public ReportVault(string directory, byte[] key)
    {
        _directory = directory;
        _key = key;
        PrivateFile.CreateDirectory(directory);
        string check = Path.Combine(directory, CheckFile);
        if (File.Exists(check))
        {
            CheckKey(check);
        }
        else if (Reports().Any())
        {
            throw new VaultException($"{check} is missing although there are reports: restore the vault from a backup.");
        }
        else
        {
            VaultFile.Create(check, _key, Guid.Empty, "bex vault"u8);
        }
    }

    /// <summary>Ids of all reports in the vault.</summary>
    public IEnumerable<Guid> Reports() => Directory.EnumerateFiles(_directory, "*" + Suffix)
        .Select(static path => Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "D", out Guid id) ? id : Guid.Empty)
        .Where(static id => id != Guid.Empty);

    /// <summary>
    /// The report id that belongs to a case of the caller's own system: the same for the same vault, and without the vault's key nobody can try references
    /// against it. A UUID of version 8 from HMAC-SHA-256.
    /// </summary>
    public Guid IdOf(string exchange, string list, string reference)
    {
        byte[] id = HMACSHA256.HashData(_key, new ByteWriter("bex/report-id/v1").Text8(exchange).Text8(list).Bytes16(Encoding.UTF8.GetBytes(reference)).ToArray())[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>A key for another use than reports, 32 bytes in pinned memory, the caller's to zero.</summary>
    public byte[] DeriveKey(ReadOnlySpan<byte> use)
    {
        byte[] key = GC.AllocateArray<byte>(32, pinned: true);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, key, salt: default, use);
        return key;
    }

    public bool Holds(Guid reportId) => File.Exists(PathOf(reportId));

    /// <summary>Reads a report; null when the vault does not hold it.</summary>
    public VaultedReport? Read(Guid reportId)
    {
        if (!Holds(reportId))
        {
            return null;
        }
        List<SecretBuffer> records = VaultFile.Read(PathOf(reportId), _key, reportId);
        try
        {
            return VaultedReport.Of(reportId, records);
        }
        finally
        {
            records.ForEach(static record => record.Dispose());
        }
    }

    /// <summary>Writes a new report, durably; disposes the record.</summary>
    public void Create(Guid reportId, VaultWriter prepared)
    {
        using (prepared)
        {
            VaultFile.Create(PathOf(reportId), _key, reportId, prepared.Written);
        }
    }

    /// <summary>Appends to a report, durably; disposes the record.</summary>
    public void Append(Guid reportId, VaultWriter record)
    {
        using (record)
        {
            VaultFile.Append(PathOf(reportId), _key, reportId, record.Written);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private string PathOf(Guid reportId) => Path.Combine(_directory, reportId.ToString("D") + Suffix);

    private void CheckKey(string check)
    {
        try
        {
            VaultFile.Read(check, _key, Guid.Empty).ForEach(static record => record.Dispose());
        }
        catch (VaultException)
        {
            throw new VaultException($"The vault in {_directory} was made with another key: give the key it was made with ({nameof(ExchangeClientOptions.VaultKey)}, or the profile's vault.key).");
        }
    }
}
