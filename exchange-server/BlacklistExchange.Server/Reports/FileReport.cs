using System.Data.Common;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Reports;

/// <summary>A member reports a case. What is kept, its entries' states and the receipt are one transaction; the receipt leaves only after its commit.</summary>
internal sealed class FileReport(Store store, EntryKeys entryKeys, HubOptions options, ClockGuard clock, TimeProvider time, ReportsMetrics metrics)
{
    private const int MaxStatementBytes = 48 * 1024;

    public static async Task<IResult> HandleAsync(HttpContext context, FileReport fileReport, ExchangeSigner signer, HubOptions options)
    {
        Outcome<ReportRequest> body = await RequestBody.ReadAsync(context, WireJson.Default.ReportRequest, options.Limits.ReportBytes);
        if (!body.TryGet(out ReportRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        Outcome<FiledReport> filed = await fileReport.RunAsync(context.GetMember(), request, context.RequestAborted);
        // Signed on its way out, after the commit: signatures are random, the receipt's bytes are what is kept.
        return filed.Match(report => TypedResults.Json(
            new ReportResponse(new SignedBytes(WireBytes.Text(report.Receipt), WireBytes.Text(signer.Sign(report.Receipt)))),
            WireJson.Default.ReportResponse,
            statusCode: report.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK));
    }

    public async Task<Outcome<FiledReport>> RunAsync(Member member, ReportRequest request, CancellationToken cancellationToken)
    {
        Outcome<FiledReport> outcome = await AdmitAsync(member, request, cancellationToken);
        metrics.Filed(outcome);
        return outcome;
    }

    private async Task<Outcome<FiledReport>> AdmitAsync(Member member, ReportRequest request, CancellationToken cancellationToken)
    {
        if (!SignedPayload.Read(request.Statement, MaxStatementBytes).TryGet(out SignedPayload? signed, out Refusal? refusal))
        {
            return refusal;
        }
        if (!ReportStatement.TryDecode(signed.Payload, out ReportStatement statement))
        {
            return new Refusal(ProblemTypes.StatementMalformed, "The payload is not a report statement in its one encoding (spec/protocol.md, 7.1).") { Field = SignedPayload.PayloadField };
        }
        if (ReportRules.CheckParties(options.Exchange, member, statement.Exchange, statement.Member) is { } otherParty)
        {
            return otherParty;
        }
        DateTimeOffset now = time.GetUtcNow();
        byte[] digest = SHA256.HashData(signed.Payload);
        (KnownReport? known, ReportSetting? setting) = await store.ReadAsync(
            (connection, transaction) => (ReportSql.Find(connection, transaction, member.Slug, statement.ReportId), Setting(connection, transaction, statement, now)),
            cancellationToken);
        if (known is not null)
        {
            await store.EnsureDurableAsync(cancellationToken);
            return Repeat(known, digest);
        }
        // The receipt says for ever when the report came, and months and the day's cap count by that.
        refusal = clock.Refuse()
            ?? ReportRules.CheckEpoch(statement.List, statement.Epoch, member, setting)
            ?? ReportRules.CheckContent(statement, member, setting!, now)
            ?? signed.Verify(member.SigningKey);
        if (refusal is not null || !ReportSecrets.Read(request.Items).TryGet(out ReportSecrets? secrets, out refusal))
        {
            return refusal;
        }
        using (secrets)
        {
            AdmittedReport admitted = new(member, statement, signed, digest, secrets.Items, now);
            return ReportRules.CheckItems(statement, secrets.Items) ?? await KeepAsync(admitted, cancellationToken);
        }
    }

    private Task<Outcome<FiledReport>> KeepAsync(AdmittedReport report, CancellationToken cancellationToken) =>
        store.WriteAsync<FiledReport>((connection, transaction) =>
        {
            // What may have changed since it was read: a twin of this request, the epoch, the day's count.
            if (ReportSql.Find(connection, transaction, report.Member.Slug, report.Statement.ReportId) is { } known)
            {
                return Repeat(known, report.Digest);
            }
            ReportSetting? setting = Setting(connection, transaction, report.Statement, report.At);
            Refusal? refusal = ReportRules.CheckEpoch(report.Statement.List, report.Statement.Epoch, report.Member, setting)
                ?? ReportRules.CheckCap(report.Secrets.Count, setting!, report.At.ToUnixTimeSeconds());
            return refusal is not null ? refusal : Keep(connection, transaction, report);
        }, cancellationToken);

    private FiledReport Keep(DbConnection connection, DbTransaction transaction, AdmittedReport report)
    {
        ReportStatement statement = report.Statement;
        EntryLedger ledger = new(connection, transaction, entryKeys, report.At.ToUnixTimeSeconds());
        ReportSql.Insert(connection, transaction, statement, report.Signed, report.Digest, report.Member.Entity, ledger.Now);
        CategorySql.Use(connection, transaction, statement.List, statement.Category, statement.Member);
        EntryAddress[] addresses = [.. report.Secrets.Select((secret, index) => new EntryAddress(statement.List, statement.Epoch, statement.Items[index].Kind, secret.Tag))];
        Entry?[] known = [.. addresses.Select(ledger.Find)];
        uint ring = Rings.Of(known.Where(static entry => entry is { WrappedKey: not null }).Select(static entry => entry!.Ring));
        ReceiptItem[] lines = new ReceiptItem[addresses.Length];
        for (int index = 0; index < addresses.Length; index++)
        {
            ItemSecret secret = report.Secrets[index];
            Entry entry = ledger.Open(addresses[index], known[index], secret.Key, ring);
            IReadOnlyList<EntryReport> before = known[index] is null ? [] : ledger.Reports(addresses[index]);
            string top = ledger.Top(report.Member.Entity);
            ItemOutcome outcome = EntryRules.OutcomeOf(EntryLedger.Facts(entry, before), top, Convert.ToHexString(statement.Origin));
            long sequence = ReportSql.InsertItem(connection, transaction, statement.Member, statement.ReportId, index,
                new NewItem(addresses[index], secret.Salt, statement.Items[index].Commitment, outcome, RenewedFrom: null));
            Entry after = ledger.Settle(known[index], entry, [.. before, FiledNow(statement, top, ledger.Now, sequence)]);
            lines[index] = new ReceiptItem(outcome, after.State, addresses[index].Tag);
        }
        byte[] receipt = ReceiptFor(statement, report.Digest, lines, ledger.Now).Encode();
        ReportSql.SetReceipt(connection, transaction, statement.Member, statement.ReportId, receipt);
        return new FiledReport(receipt, IsNew: true, lines.Length);
    }

    private static EntryReport FiledNow(ReportStatement statement, string topEntity, long now, long sequence) => new(
        topEntity, Convert.ToHexString(statement.Origin), statement.Category, statement.EvidenceType, statement.NoticeServed, statement.Observed, now, sequence, Retracted: false);

    private ReportSetting? Setting(DbConnection connection, DbTransaction transaction, ReportStatement statement, DateTimeOffset now) =>
        ReportSettingSql.Find(connection, transaction, statement.List, statement.Member, now.ToUnixTimeSeconds());

    private static Outcome<FiledReport> Repeat(KnownReport known, byte[] digest) => known.Digest.AsSpan().SequenceEqual(digest)
        ? new FiledReport(known.Receipt, IsNew: false, (int)known.Items)
        : new Refusal(ProblemTypes.ReportIdReused, "You have filed another statement under this report id. Send the same bytes to repeat it, or sign the new case under a new id.") { Field = SignedPayload.PayloadField };

    private Receipt ReceiptFor(ReportStatement statement, byte[] digest, IReadOnlyList<ReceiptItem> lines, long now) => new()
    {
        Exchange = options.Exchange,
        Member = statement.Member,
        List = statement.List,
        Epoch = statement.Epoch,
        ReportId = statement.ReportId,
        StatementDigest = digest,
        AcceptedAt = (ulong)now,
        InclusionSeconds = 0,
        Items = lines,
    };

    private sealed record AdmittedReport(Member Member, ReportStatement Statement, SignedPayload Signed, byte[] Digest, IReadOnlyList<ItemSecret> Secrets, DateTimeOffset At);
}

/// <summary>A report that is durably kept.</summary>
/// <param name="Receipt">The receipt's exact bytes.</param>
/// <param name="IsNew">False for a repeat.</param>
/// <param name="Items">Number of items.</param>
internal sealed record FiledReport(byte[] Receipt, bool IsNew, int Items);
