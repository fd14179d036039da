using System.Security.Cryptography;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Client.Vault;

/// <summary>One report as the vault's records tell it. Dispose it soon: it holds identifiers and entry keys.</summary>
internal sealed class VaultedReport : IDisposable
{
    private VaultedReport(Guid id) => Id = id;

    public Guid Id { get; }

    public string List { get; private set; } = "";

    /// <summary>Epoch of the statement.</summary>
    public uint Epoch { get; private set; }

    /// <summary>SHA-256 over the case as the caller gave it: a repeat must be the same case.</summary>
    public byte[] Fingerprint { get; private set; } = [];

    public byte[] StatementDigest { get; private set; } = [];

    /// <summary>SHA-256 of the evidence bundle.</summary>
    public byte[] EvidenceSha256 { get; private set; } = [];

    /// <summary>The exact bytes to send, and to send again.</summary>
    public byte[] Body { get; private set; } = [];

    public List<VaultedItem> Items { get; } = [];

    /// <summary>What the member has withdrawn: item indices, or that of the whole report.</summary>
    public SortedSet<uint> Withdrawn { get; } = [];

    /// <summary>The exchange's receipt; null until it came, and the newest of several.</summary>
    public Receipt? Receipt { get; private set; }

    /// <summary>Why the hub refused; null when it did not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Folds the records, in their order.</summary>
    public static VaultedReport Of(Guid id, IReadOnlyList<SecretBuffer> records)
    {
        VaultedReport report = new(id);
        foreach (SecretBuffer record in records)
        {
            report.Apply(new VaultReader(record.Written.Span));
        }
        return report;
    }

    /// <summary>The first record of a report.</summary>
    public static VaultWriter Prepared(string list, uint epoch, byte[] fingerprint, byte[] statementDigest, byte[] evidence, ReadOnlySpan<byte> body, IReadOnlyList<VaultedItem> items)
    {
        VaultWriter writer = new VaultWriter(VaultRecordKind.Prepared).Text(list).U32(epoch).Bytes(fingerprint).Bytes(statementDigest).Bytes(evidence).Bytes(body).U32((uint)items.Count);
        foreach (VaultedItem item in items)
        {
            writer.U8((byte)item.Kind).Bytes(item.Input.Span).Bytes(item.Nonce).Bytes(item.Salt).Bytes(item.Key.Reveal());
        }
        return writer;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Body);
        Items.ForEach(static item => item.Dispose());
    }

    private void Apply(VaultReader reader)
    {
        switch ((VaultRecordKind)reader.U8())
        {
            case VaultRecordKind.Prepared:
                ReadPrepared(ref reader);
                break;
            case VaultRecordKind.Receipt:
                Receipt = Protocol.Reports.Receipt.TryDecode(reader.Bytes(), out Receipt receipt) ? receipt : throw new VaultException($"The receipt of report {Id} in the vault is malformed.");
                break;
            case VaultRecordKind.Refused:
                Refusal = reader.Text();
                break;
            case VaultRecordKind.Retracted:
                Retract(reader.U32());
                break;
            case VaultRecordKind.Renewed:
                ReadRenewed(ref reader);
                break;
            default:
                throw new VaultException($"Report {Id} in the vault has a record that this version does not know: use a newer one.");
        }
    }

    private void ReadPrepared(ref VaultReader reader)
    {
        (List, Epoch, Fingerprint, StatementDigest, EvidenceSha256) = (reader.Text(), reader.U32(), reader.Bytes().ToArray(), reader.Bytes().ToArray(), reader.Bytes().ToArray());
        ReadOnlySpan<byte> body = reader.Bytes();
        Body = GC.AllocateArray<byte>(body.Length, pinned: true);
        body.CopyTo(Body);
        for (uint left = reader.U32(); left > 0; left--)
        {
            Items.Add(new VaultedItem((IdentifierKind)reader.U8(), reader.Bytes(), reader.Bytes(), reader.Bytes(), Epoch, EntryKey.Import(reader.Bytes())));
        }
    }

    private void ReadRenewed(ref VaultReader reader)
    {
        uint epoch = reader.U32();
        for (uint left = reader.U32(); left > 0; left--)
        {
            VaultedItem item = Items[checked((int)reader.U32())];
            bool ended = reader.U8() == 1;
            EntryKey key = EntryKey.Import(reader.Bytes());
            item.Renew(epoch, key);
            item.IsOver |= ended;
        }
    }

    private void Retract(uint index)
    {
        Withdrawn.Add(index);
        foreach (VaultedItem item in index == RetractionStatement.WholeReport ? Items : [Items[checked((int)index)]])
        {
            item.IsOver = true;
        }
    }
}
