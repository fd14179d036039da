using System.Data.Common;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Reports;

/// <summary>A member withdraws a report, whole or one item, in every epoch it was carried into. A repeat finds it withdrawn and says so.</summary>
internal sealed class RetractReport(Store store, EntryKeys entryKeys, HubOptions options, ClockGuard clock, ReportsMetrics metrics)
{
    private const int MaxStatementBytes = 512;

    public static async Task<IResult> HandleAsync(HttpContext context, RetractReport retractReport, HubOptions options)
    {
        Outcome<RetractionRequest> body = await RequestBody.ReadAsync(context, WireJson.Default.RetractionRequest, options.Limits.MemberBytes);
        if (!body.TryGet(out RetractionRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        Outcome<RetractionResponse> retracted = await retractReport.RunAsync(context.GetMember(), request, context.RequestAborted);
        return retracted.Match(static response => TypedResults.Json(response, WireJson.Default.RetractionResponse));
    }

    public async Task<Outcome<RetractionResponse>> RunAsync(Member member, RetractionRequest request, CancellationToken cancellationToken)
    {
        if (!SignedPayload.Read(request.Statement, MaxStatementBytes).TryGet(out SignedPayload? signed, out Refusal? refusal))
        {
            return refusal;
        }
        if (!RetractionStatement.TryDecode(signed.Payload, out RetractionStatement statement))
        {
            return new Refusal(ProblemTypes.StatementMalformed, "The payload is not a retraction in its one encoding (spec/protocol.md, 7.5).") { Field = SignedPayload.PayloadField };
        }
        if (!clock.Ask().TryGet(out long now, out refusal))
        {
            return refusal;
        }
        refusal = ReportRules.CheckParties(options.Exchange, member, statement.Exchange, statement.Member)
            ?? RetractionRules.Check(statement, now)
            ?? signed.Verify(member.SigningKey);
        if (refusal is not null)
        {
            return refusal;
        }
        Outcome<Withdrawal> kept = await store.WriteAsync<Withdrawal>(
            (connection, transaction) => Keep(connection, transaction, statement, signed, now), cancellationToken);
        if (!kept.TryGet(out Withdrawal? withdrawal, out refusal))
        {
            return refusal;
        }
        metrics.Retracted(withdrawal.Items);
        return withdrawal.Response;
    }

    private Outcome<Withdrawal> Keep(DbConnection connection, DbTransaction transaction, RetractionStatement statement, SignedPayload signed, long now)
    {
        if (ReportSql.Find(connection, transaction, statement.Member, statement.ReportId) is not { } report)
        {
            return new Refusal(ProblemTypes.NotFound, "You have filed no report under this id.") { Field = SignedPayload.PayloadField };
        }
        if (RetractionRules.CheckItem(statement, (int)report.Items) is { } refusal)
        {
            return refusal;
        }
        IReadOnlyList<FiledItem> items = ReportSql.Items(connection, transaction, statement.Member, statement.ReportId,
            statement.Item == RetractionStatement.WholeReport ? null : statement.Item);
        FiledItem[] standing = [.. items.Where(static item => !item.Retracted)];
        EntryLedger ledger = new(connection, transaction, entryKeys, now);
        WithdrawReports.Withdraw(connection, transaction, ledger, standing);
        ReportSql.KeepRetraction(connection, transaction, statement, signed, now);
        // An item carried into a newer epoch has two entries; the answer names the newest.
        RetractedItem[] lines = [.. items.GroupBy(static item => item.Item).Select(static group => group.Last()).Select(item =>
            new RetractedItem(item.Item, item.Address.Tag.ToString(), EntryStates.NameOf(ledger.Find(item.Address)?.State ?? EntryState.Expired)))];
        return new Withdrawal(new RetractionResponse(statement.ReportId, lines), standing.Length);
    }

    private sealed record Withdrawal(RetractionResponse Response, int Items);
}
