using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Client.Vault;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Reporting;

/// <summary>Builds the signed statement of a case and the body that carries it with the items' secrets (spec/protocol.md §7).</summary>
internal sealed class ReportParts : IDisposable
{
    private readonly SecretJson _json;

    private ReportParts(ReportStatement statement, byte[] digest, byte[] evidence, IReadOnlyList<VaultedItem> items, SecretJson json)
    {
        (Statement, Digest, Evidence, Items) = (statement, digest, evidence, items);
        _json = json;
    }

    public ReportStatement Statement { get; }

    /// <summary>SHA-256 of the statement's bytes.</summary>
    public byte[] Digest { get; }

    /// <summary>SHA-256 of the evidence bundle; zeros when there is none.</summary>
    public byte[] Evidence { get; }

    public IReadOnlyList<VaultedItem> Items { get; }

    public ReadOnlyMemory<byte> Body => _json.Written;

    /// <summary>Takes the entry keys over.</summary>
    public static ReportParts Build(ReportCase reportCase, ListSet set, uint epoch, MemberBundle bundle, IReadOnlyList<EntryKey> keys, ECDsa signingKey)
    {
        byte[] evidence = reportCase.EvidenceSha256.IsEmpty ? new byte[32] : reportCase.EvidenceSha256.ToArray();
        byte[] right = reportCase.Right?.Hash() ?? new byte[32];
        string complainant = reportCase.Basis == ReportBasis.OwnFinding ? bundle.Entity : reportCase.Complainant!.Trim();
        VaultedItem[] items = [.. reportCase.Identifiers.Select((identifier, index) => Item(identifier, epoch, keys[index]))];
        ReportStatement statement = new()
        {
            Exchange = bundle.Exchange,
            Member = bundle.Member,
            List = set.Manifest.List,
            Epoch = epoch,
            ReportId = reportCase.ReportId,
            Category = reportCase.Category,
            Right = right,
            EvidenceType = reportCase.EvidenceType,
            Observed = reportCase.Observed,
            Basis = reportCase.Basis,
            NoticeServed = reportCase.NoticeServed,
            Origin = ReportCommitments.Origin(complainant, right),
            PolicyVersion = set.Manifest.PolicyVersion,
            Items = [.. items.Select(item => Commit(item, evidence))],
        };
        byte[] payload = statement.Encode();
        return new ReportParts(statement, SHA256.HashData(payload), evidence, items, Write(payload, DetachedSignature.Sign(signingKey, payload), items));
    }

    public void Dispose()
    {
        _json.Dispose();
        foreach (VaultedItem item in Items)
        {
            item.Dispose();
        }
    }

    private static VaultedItem Item(Identifier identifier, uint epoch, EntryKey key) =>
        new(identifier.Kind, identifier.CanonicalBytes.Span, RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(ReportCommitments.SaltSize), epoch, key);

    private static ReportItem Commit(VaultedItem item, byte[] evidence)
    {
        byte[] commitment = ReportCommitments.Evidence(item.Nonce, item.Input.Span, evidence);
        return new ReportItem((byte)item.Kind, ReportCommitments.Item(item.Salt, item.Key.DeriveTag(), (byte)item.Kind, commitment), commitment);
    }

    private static SecretJson Write(byte[] payload, byte[] signature, VaultedItem[] items)
    {
        SecretJson json = new SecretJson().StartObject("statement")
            .Text("payload", Base64Url.EncodeToString(payload)).Text("signature", Base64Url.EncodeToString(signature)).EndObject().StartArray("items");
        foreach (VaultedItem item in items)
        {
            json.StartObject().Bytes("entry_key", item.Key.Reveal()).Bytes("salt", item.Salt).EndObject();
        }
        return json.EndArray().EndObject();
    }
}
