using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using static BlacklistExchange.Protocol.Tests.Vectors.Fixed;

namespace BlacklistExchange.Protocol.Tests.Vectors;

public sealed class StatementVectorTests
{
    private const string File = "statements.json";
    private static readonly Guid ReportId = new("0192f3a4-5b6c-7d8e-9f00-112233445566");

    [Fact]
    public void Returns_the_published_statements_and_commitments()
    {
        using ECDsa member = SigningKey("member signing key");
        using ECDsa exchange = SigningKey("exchange signing key");
        using EntryKey key = EntryKey(Input);
        Tag tag = key.DeriveTag();
        byte[] right = ReportCommitments.Right("trademark", "CN", "1234567");
        byte[] origin = ReportCommitments.Origin("Example Brand Co., Ltd.", right);
        byte[] evidence = ReportCommitments.Evidence(Bytes32("evidence nonce"), Input, Bytes32("evidence bundle"));
        byte[] item = ReportCommitments.Item(Bytes32("item salt"), tag, Phone, evidence);
        byte[] report = Report(right, origin, item, evidence).Encode();
        byte[] receipt = Receipt(report, tag).Encode();
        byte[] retraction = new RetractionStatement { Exchange = Exchange, Member = Member, ReportId = ReportId, Item = 0, SignedAt = 1_583_000_000 }.Encode();
        byte[] renewal = new RenewalStatement { Exchange = Exchange, Member = Member, List = List, OldEpoch = Epoch, NewEpoch = Epoch + 1, Items = [new RenewalItem(ReportId, 0, Phone, tag, new Tag(Bytes32("new tag")))] }.Encode();

        JsonObject document = new()
        {
            ["comment"] = "spec/protocol.md section 7. Hexadecimal. Signatures are randomised: verify them, do not compare.",
            ["member_key"] = Hex(member.ExportSubjectPublicKeyInfo()),
            ["exchange_key"] = Hex(exchange.ExportSubjectPublicKeyInfo()),
            ["input"] = Hex(Input),
            ["entry_key"] = Hex(key.Reveal()),
            ["tag"] = tag.ToString(),
            ["right"] = Hex(right),
            ["origin"] = Hex(origin),
            ["evidence_nonce"] = Hex(Bytes32("evidence nonce")),
            ["evidence_bundle_digest"] = Hex(Bytes32("evidence bundle")),
            ["evidence_commitment"] = Hex(evidence),
            ["item_salt"] = Hex(Bytes32("item salt")),
            ["item_commitment"] = Hex(item),
        };
        foreach ((string name, byte[] payload, ECDsa signer) in new[] { ("report", report, member), ("receipt", receipt, exchange), ("retraction", retraction, member), ("renewal", renewal, member) })
        {
            string signature = PublishedVectors.Signature(File, name + "_signature", () => DetachedSignature.Sign(signer, payload));
            Assert.True(DetachedSignature.Verify(signer.ExportSubjectPublicKeyInfo(), payload, Convert.FromHexString(signature)), name);
            document[name] = Hex(payload);
            document[name + "_digest"] = Hex(SHA256.HashData(payload));
            document[name + "_signature"] = signature;
        }
        PublishedVectors.Check(File, document);
    }

    private static ReportStatement Report(byte[] right, byte[] origin, byte[] item, byte[] evidence) => new()
    {
        Exchange = Exchange,
        Member = Member,
        List = List,
        Epoch = Epoch,
        ReportId = ReportId,
        Category = Category.Counterfeit,
        Right = right,
        EvidenceType = EvidenceType.PlatformAdjudication,
        Observed = new Month(241),
        Basis = ReportBasis.OnNotice,
        NoticeServed = true,
        Origin = origin,
        PolicyVersion = 3,
        Items = [new ReportItem(Phone, item, evidence)],
    };

    private static Receipt Receipt(byte[] report, Tag tag) => new()
    {
        Exchange = Exchange,
        Member = Member,
        List = List,
        Epoch = Epoch,
        ReportId = ReportId,
        StatementDigest = SHA256.HashData(report),
        AcceptedAt = 1_582_000_000,
        InclusionSeconds = 0,
        Items = [new ReceiptItem(ItemOutcome.Accepted, EntryState.Pending, tag)],
    };
}
