using System.Security.Cryptography;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests.Vault;

public sealed class ReportVaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bex-vault-").FullName;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Keeps_a_report_and_what_became_of_it()
    {
        Guid id = Guid.NewGuid();
        byte[] entryKey = RandomNumberGenerator.GetBytes(32);
        using (ReportVault vault = Open())
        {
            vault.Create(id, Prepared(entryKey));
            vault.Append(id, new VaultWriter(VaultRecordKind.Retracted).U32(1));
        }

        using ReportVault again = Open();
        using VaultedReport report = again.Read(id)!;

        Assert.Equal([id], again.Reports());
        Assert.Equal(("sellers", 7u, 2), (report.List, report.Epoch, report.Items.Count));
        Assert.Equal([1, 2, 3], report.Body);
        Assert.Equal(entryKey, report.Items[0].Key.Reveal().ToArray());
        Assert.Equal((false, true), (report.Items[0].IsOver, report.Items[1].IsOver));
        Assert.Null(again.Read(Guid.NewGuid()));
    }

    [Fact]
    public void Refuses_another_key_clearly()
    {
        Open().Dispose();

        VaultException refused = Assert.Throws<VaultException>(() => new ReportVault(_folder, RandomNumberGenerator.GetBytes(32)));

        Assert.Contains("another key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_vault_whose_check_is_gone()
    {
        using (ReportVault vault = Open())
        {
            vault.Create(Guid.NewGuid(), Prepared(new byte[32]));
        }
        File.Delete(Path.Combine(_folder, "vault.check"));

        Assert.Throws<VaultException>(Open);
    }

    [Fact]
    public void Refuses_every_changed_byte()
    {
        Guid id = Guid.NewGuid();
        using ReportVault vault = Open();
        vault.Create(id, Prepared(RandomNumberGenerator.GetBytes(32)));
        vault.Append(id, new VaultWriter(VaultRecordKind.Refused).Text("no"));
        string path = Directory.GetFiles(_folder, "*.report").Single();
        byte[] whole = File.ReadAllBytes(path);
        int refused = 0;

        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            File.WriteAllBytes(path, changed);
            try
            {
                using VaultedReport report = vault.Read(id)!;
                // A changed length field can only make the last record look torn: it is dropped, never misread.
                Assert.Null(report.Refusal);
            }
            catch (VaultException)
            {
                refused++;
            }
        }

        Assert.True(refused >= whole.Length - 4, $"{refused} of {whole.Length}");
    }

    [Fact]
    public void Keeps_what_was_whole_when_an_append_was_torn_at_any_byte()
    {
        Guid id = Guid.NewGuid();
        using ReportVault vault = Open();
        vault.Create(id, Prepared(RandomNumberGenerator.GetBytes(32)));
        string path = Directory.GetFiles(_folder, "*.report").Single();
        int before = (int)new FileInfo(path).Length;
        vault.Append(id, new VaultWriter(VaultRecordKind.Refused).Text("no"));
        byte[] whole = File.ReadAllBytes(path);

        for (int length = before; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using (VaultedReport torn = vault.Read(id)!)
            {
                Assert.Null(torn.Refusal);
            }
            vault.Append(id, new VaultWriter(VaultRecordKind.Refused).Text("again"));
            using VaultedReport healed = vault.Read(id)!;
            Assert.Equal("again", healed.Refusal);
        }
    }

    [Fact]
    public void Keeps_what_was_whole_when_the_tail_is_zeros()
    {
        Guid id = Guid.NewGuid();
        using ReportVault vault = Open();
        vault.Create(id, Prepared(RandomNumberGenerator.GetBytes(32)));
        string path = Directory.GetFiles(_folder, "*.report").Single();
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path), .. new byte[300]]);

        using VaultedReport report = vault.Read(id)!;

        Assert.Equal(2, report.Items.Count);
    }

    [Fact]
    public void Refuses_records_moved_between_reports()
    {
        Guid one = Guid.NewGuid();
        Guid two = Guid.NewGuid();
        using ReportVault vault = Open();
        vault.Create(one, Prepared(RandomNumberGenerator.GetBytes(32)));
        vault.Create(two, Prepared(RandomNumberGenerator.GetBytes(32)));
        File.Copy(Path.Combine(_folder, $"{one:D}.report"), Path.Combine(_folder, $"{two:D}.report"), overwrite: true);

        Assert.Throws<VaultException>(() => vault.Read(two));
    }

    [Fact]
    public void Refuses_to_overwrite_a_report()
    {
        Guid id = Guid.NewGuid();
        using ReportVault vault = Open();
        vault.Create(id, Prepared(new byte[32]));

        Assert.ThrowsAny<IOException>(() => vault.Create(id, Prepared(new byte[32])));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    private ReportVault Open() => new(_folder, [.. _key]);

    private static VaultWriter Prepared(byte[] entryKey)
    {
        using VaultedItem one = new(IdentifierKind.Phone, "one"u8, new byte[32], new byte[32], 7, EntryKey.Import(entryKey));
        using VaultedItem two = new(IdentifierKind.SellerAccount, "two"u8, new byte[32], new byte[32], 7, EntryKey.Import(entryKey));
        return VaultedReport.Prepared("sellers", 7, new byte[32], new byte[32], new byte[32], [1, 2, 3], [one, two]);
    }
}
