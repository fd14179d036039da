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

/// <summary>A member carries its own standing items from an ending epoch into the newest one. A repeat finds them carried and says so.</summary>
internal sealed class RenewReports(Store store, EntryKeys entryKeys, HubOptions options, ClockGuard clock, ReportsMetrics metrics)
{
    private const int MaxStatementBytes = 64 * 1024;

    public static async Task<IResult> HandleAsync(HttpContext context, RenewReports renewReports, HubOptions options)
    {
        Outcome<RenewalRequest> body = await RequestBody.ReadAsync(context, WireJson.Default.RenewalRequest, options.Limits.ReportBytes);
        if (!body.TryGet(out RenewalRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        Outcome<RenewalResponse> renewed = await renewReports.RunAsync(context.GetMember(), request, context.RequestAborted);
        return renewed.Match(static response => TypedResults.Json(response, WireJson.Default.RenewalResponse));
    }

    public async Task<Outcome<RenewalResponse>> RunAsync(Member member, RenewalRequest request, CancellationToken cancellationToken)
    {
        if (!SignedPayload.Read(request.Statement, MaxStatementBytes).TryGet(out SignedPayload? signed, out Refusal? refusal))
        {
            return refusal;
        }
        if (!RenewalStatement.TryDecode(signed.Payload, out RenewalStatement statement) || statement.OldEpoch >= statement.NewEpoch)
        {
            return new Refusal(ProblemTypes.StatementMalformed, "The payload is not a renewal into a newer epoch in its one encoding (spec/protocol.md, 7.6).") { Field = SignedPayload.PayloadField };
        }
        refusal = ReportRules.CheckParties(options.Exchange, member, statement.Exchange, statement.Member) ?? signed.Verify(member.SigningKey);
        if (refusal is not null)
        {
            return refusal;
        }
        List<RenewalKeys> keys = [];
        try
        {
            refusal = RenewalKeys.Read(request.Items, keys) ?? RenewalRules.CheckItems(statement, keys);
            return refusal is not null ? refusal : await KeepAsync(member, statement, signed, keys, cancellationToken);
        }
        finally
        {
            keys.ForEach(static key => key.Dispose());
        }
    }

    private async Task<Outcome<RenewalResponse>> KeepAsync(Member member, RenewalStatement statement, SignedPayload signed, List<RenewalKeys> keys, CancellationToken cancellationToken)
    {
        if (!clock.Ask().TryGet(out long now, out Refusal? stepped))
        {
            return stepped;
        }
        Outcome<RenewalResponse> kept = await store.WriteAsync<RenewalResponse>((connection, transaction) =>
        {
            ReportSetting? setting = ReportSettingSql.Find(connection, transaction, statement.List, member.Slug, now);
            if (ReportRules.CheckEpoch(statement.List, statement.NewEpoch, member, setting) is { } notCurrent)
            {
                return notCurrent;
            }
            if (!ReportSettingSql.IsLive(connection, transaction, statement.List, statement.OldEpoch, now))
            {
                return new Refusal(ProblemTypes.EpochNotCurrent, $"Epoch {statement.OldEpoch} of '{statement.List}' is not live any more: what was not renewed in time has ended.") { Field = SignedPayload.PayloadField };
            }
            return Keep(connection, transaction, statement, signed, keys, new EntryLedger(connection, transaction, entryKeys, now));
        }, cancellationToken);
        if (kept.TryGet(out RenewalResponse? response, out _))
        {
            metrics.Renewed(response.Items.Count(static item => item.Outcome == RenewalRules.Renewed));
        }
        return kept;
    }

    private static Outcome<RenewalResponse> Keep(
        DbConnection connection, DbTransaction transaction, RenewalStatement statement, SignedPayload signed, List<RenewalKeys> keys, EntryLedger ledger)
    {
        RenewedItem[] lines = new RenewedItem[keys.Count];
        for (int index = 0; index < lines.Length; index++)
        {
            RenewalItem item = statement.Items[index];
            EntryAddress oldAddress = new(statement.List, statement.OldEpoch, item.Kind, item.OldTag);
            IReadOnlyList<FiledItem> filed = ReportSql.Items(connection, transaction, statement.Member, item.ReportId, item.Item);
            FiledItem? standing = filed.FirstOrDefault(one => one.Address == oldAddress);
            if (standing is null)
            {
                return new Refusal(ProblemTypes.NotFound, "You have filed no such item under this report id, kind and old tag.") { Field = $"items[{index}]", Index = index };
            }
            FiledItem? already = filed.FirstOrDefault(one => one.Address.Epoch == statement.NewEpoch);
            EntryAddress newAddress = already?.Address ?? new EntryAddress(statement.List, statement.NewEpoch, item.Kind, item.NewTag);
            Entry old = ledger.Find(oldAddress)!;
            string outcome = already is not null ? RenewalRules.AlreadyRenewed
                : !RenewalRules.Stands(standing, old) ? RenewalRules.Ended
                : RenewalRules.Renewed;
            if (outcome == RenewalRules.Renewed)
            {
                Renew(connection, transaction, ledger, standing, old, newAddress, keys[index]);
            }
            lines[index] = new RenewedItem(outcome, ledger.Find(newAddress) is { } entry ? EntryStates.NameOf(entry.State) : EntryStates.Unknown);
        }
        ReportSql.KeepRenewal(connection, transaction, statement, signed, SHA256.HashData(signed.Payload), ledger.Now);
        return new RenewalResponse(lines);
    }

    private static void Renew(DbConnection connection, DbTransaction transaction, EntryLedger ledger, FiledItem standing, Entry old, EntryAddress address, RenewalKeys keys)
    {
        Entry? known = ledger.Find(address);
        uint wish = known is { WrappedKey: not null } ? known.Ring : Rings.Fresh();
        // An erased entry has lost its ring: it belongs to nobody any more.
        uint ring = old.WrappedKey is null ? wish : RingSql.Renew(connection, transaction, old.Address, old.Ring, address.Epoch, wish);
        Entry entry = RenewalRules.Carry(old, ledger.Open(address, known, keys.New, ring));
        ReportOrigin origin = ReportSql.OriginOf(connection, transaction, standing.Member, standing.ReportId);
        ItemOutcome outcome = EntryRules.OutcomeOf(EntryLedger.Facts(entry, ledger.Reports(address)), ledger.Top(origin.Entity), Convert.ToHexString(origin.Origin));
        ReportSql.InsertItem(connection, transaction, standing.Member, standing.ReportId, standing.Item,
            new NewItem(address, Salt: null, standing.Commitment, outcome, RenewedFrom: old.Address.Epoch));
        ledger.Settle(known, entry, ledger.Reports(address));
    }
}
