using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Incidents;

/// <summary>What a member's keys were used for since they may have been in other hands. Changes nothing; read from one snapshot, so that its figures fit each other.</summary>
internal static class ShowIncident
{
    private const long Day = 86_400;

    public static async Task<IResult> HandleAsync(string member, string? since, string? until, Store store, HubOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (!IncidentRules.Read(since, until, now).TryGet(out IncidentRules.Window? window, out Refusal? refusal))
        {
            return refusal;
        }
        return await store.ReadAsync((connection, transaction) => MemberSql.Find(connection, transaction, member) is { } row
            ? Describe(connection, transaction, row, window, options, now) : null, cancellationToken) is { } incident
            ? TypedResults.Json(incident, IncidentJson.Default.IncidentResponse)
            : ChangeMember.Unknown(member);
    }

    private static IncidentResponse Describe(DbConnection connection, DbTransaction transaction, MemberSql.Row row, IncidentRules.Window window, HubOptions options, long now)
    {
        IncidentSql sql = new(connection, transaction, row.Slug);
        string top = EntitySql.Top(connection, transaction, row.Entity);
        IReadOnlyList<IncidentUse> use = Use(sql.Use(window.From, window.To), sql.Use(window.BaselineFrom, window.From));
        IReadOnlyList<IncidentHour> hours = IncidentRules.Outstanding(sql.Hours(window.From, window.To), sql.Hours(window.BaselineFrom, window.From));
        BudgetStates budgets = new(connection, transaction, options.Policy, now);
        return new IncidentResponse(
            row.Slug, row.Entity, EntitySql.Find(connection, transaction, row.Entity)?.Name ?? row.Entity, top, row.Role, row.Sector, row.Status,
            window.Since, window.Until, now, window.From, window.To, window.BaselineFrom, Math.Max(sql.RecordBegan(), now - options.Policy.UsageDays * Day),
            use.Sum(static line => line.Units), use.Sum(static line => line.UnitsBefore),
            Remaining([.. budgets.LiveEpochs().Where(open => PurposeRules.MayUse(open.Sectors, row.Role, row.Sector)).SelectMany(open => budgets.OfEntity(top, open))]),
            use, [.. hours.Take(IncidentRules.MaxHours)], hours.Count,
            sql.Certificates(), sql.Addresses(window.Since, window.Until),
            Files(sql.Files(window.From, window.To), sql.Files(window.BaselineFrom, window.From)), options.FilesUrl,
            sql.Signed(window.Since, window.Until), sql.Reports(window.Since, window.Until), sql.ReportsFiled(window.Since, window.Until),
            sql.Retractions(window.Since, window.Until), sql.Disputes(window.Since, window.Until), sql.Acts(window.Since), options.Contact);
    }

    private static IReadOnlyList<IncidentUse> Use(IReadOnlyList<IncidentSql.UseRow> now, IReadOnlyList<IncidentSql.UseRow> before) =>
    [
        .. from pair in now.Concat(before).Select(static row => (row.List, row.Kind)).Distinct().Order()
           let one = now.SingleOrDefault(row => (row.List, row.Kind) == pair)
           let other = before.SingleOrDefault(row => (row.List, row.Kind) == pair)
           select new IncidentUse(pair.List, Name(pair.Kind), one?.Requests ?? 0, one?.Units ?? 0, one?.Refused ?? 0, other?.Requests ?? 0, other?.Units ?? 0, other?.Refused ?? 0),
    ];

    private static IReadOnlyList<IncidentFile> Files(IReadOnlyList<IncidentSql.FileRow> now, IReadOnlyList<IncidentSql.FileRow> before) =>
    [
        .. from key in now.Concat(before).Select(static row => (row.List, row.File, row.Kind)).Distinct().Order()
           select new IncidentFile(key.List, key.File, key.Kind == 0 ? null : Name(key.Kind), Fetches(now, key), Fetches(before, key)),
    ];

    private static long Fetches(IReadOnlyList<IncidentSql.FileRow> rows, (string, string, long) key) => rows.Where(row => (row.List, row.File, row.Kind) == key).Sum(static row => row.Fetches);

    /// <summary>The day, and what grants hold, are one for all epochs of a list and kind; the epochs' own budgets add up.</summary>
    private static IReadOnlyList<IncidentRemaining> Remaining(IReadOnlyList<EntityBudget> budgets) =>
    [
        .. from budget in budgets
           group budget by (budget.List, budget.Kind) into of
           let epochs = of.Sum(static one => one.EpochTotal.Remaining)
           let beside = of.First().Granted.Remaining + of.Sum(static one => one.Renewal.Remaining)
           select new IncidentRemaining(of.Key.List, of.Key.Kind, Math.Min(of.First().Day.Remaining, epochs) + beside, epochs + beside),
    ];

    private static string Name(long kind) => IdentifierKinds.Name((IdentifierKind)kind);
}
