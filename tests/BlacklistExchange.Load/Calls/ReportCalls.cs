using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Calls;

/// <summary>
/// Reports with signed receipts. Their entry keys are random, so that no evaluation comes before them; one item in three names one of the infringers that all members know, so that
/// reports meet on an entry.
/// </summary>
internal sealed class ReportCalls(LoadTarget target, int items = 3, EvidenceType evidence = EvidenceType.PlatformAdjudication) : ICalls
{
    private const int Known = 4_096;
    private readonly byte[][] _known = [.. Enumerable.Range(0, Known).Select(static _ => RandomNumberGenerator.GetBytes(EntryKey.Size))];

    public string Name => "report";

    public int Elements => 0;

    public async Task CallAsync(Call call, CancellationToken cancellationToken)
    {
        LoadMember member = target.MemberOf(call);
        (ReportStatement statement, byte[] body) = Make(member);
        LedgerLine line = new(LedgerOps.Reporting, 0, member.Slug, statement.ReportId, Text: WireText.Of(body));
        target.Ledger?.Note(line);
        byte[] receipt;
        try
        {
            ReportResponse answer = await member.Sdk.Hub.ReportAsync(body, cancellationToken);
            call.Answered();
            receipt = Verified(answer, member, statement);
        }
        catch (HubRefusedException)
        {
            target.Ledger?.Note(line with { Op = LedgerOps.Refused, Text = null });
            throw;
        }

        if (target.Ledger is { } ledger)
        {
            await ledger.KeepAsync(line with { Op = LedgerOps.Reported, Text = WireText.Of(SHA256.HashData(receipt)) });
        }
    }

    /// <summary>The receipt's payload, when the exchange has signed it and it is for this report.</summary>
    private static byte[] Verified(ReportResponse answer, LoadMember member, ReportStatement statement)
    {
        byte[] payload = WireText.Bytes(answer.Receipt.Payload);
        bool fits = DetachedSignature.Verify(member.Profile.ReadExchangeKey(), payload, WireText.Bytes(answer.Receipt.Signature)) && Receipt.TryDecode(payload, out Receipt receipt)
            && receipt.ReportId == statement.ReportId && receipt.StatementDigest.AsSpan().SequenceEqual(SHA256.HashData(statement.Encode())) && receipt.Items.Count == statement.Items.Count;
        return fits ? payload : throw new WrongAnswerException($"The receipt of report {statement.ReportId} does not verify or is for another report.");
    }

    private (ReportStatement Statement, byte[] Body) Make(LoadMember member)
    {
        byte[][] keys = [.. Enumerable.Range(0, items).Select(index => index % 3 == 2 ? _known[RandomNumberGenerator.GetInt32(Known)] : RandomNumberGenerator.GetBytes(EntryKey.Size)).Distinct()];
        byte[][] salts = [.. keys.Select(static _ => RandomNumberGenerator.GetBytes(32))];
        byte[] commitment = RandomNumberGenerator.GetBytes(32);
        byte kind = (byte)LoadTarget.Kind;
        ReportStatement statement = new()
        {
            Exchange = member.Profile.Bundle.Exchange,
            Member = member.Slug,
            List = target.List,
            Epoch = target.Epoch,
            ReportId = Guid.NewGuid(),
            Category = Category.Counterfeit,
            Right = new byte[32],
            EvidenceType = evidence,
            Observed = Month.Of(TimeProvider.System.GetUtcNow()),
            Basis = ReportBasis.OwnFinding,
            NoticeServed = false,
            Origin = ReportCommitments.Origin(member.Slug, new byte[32]),
            PolicyVersion = 1,
            Items = [.. keys.Select((key, index) => new ReportItem(kind, ReportCommitments.Item(salts[index], TagOf(key), kind, commitment), commitment))],
        };
        byte[] payload = statement.Encode();
        SignedBytes signed = new(WireText.Of(payload), WireText.Of(DetachedSignature.Sign(member.SigningKey, payload)));
        ReportRequest request = new(signed, [.. keys.Select((key, index) => new ReportSecret(WireText.Of(key), WireText.Of(salts[index])))]);
        return (statement, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.ReportRequest));
    }

    private static Tag TagOf(byte[] key)
    {
        using EntryKey entry = EntryKey.Import(key);
        return entry.DeriveTag();
    }
}
