using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Queries;

/// <summary>What asking and reporting would cost, without I/O.</summary>
internal static class CostRules
{
    public static QueryCost OfQuery(IReadOnlyDictionary<IdentifierKind, long> counts, ListSet set, DateTimeOffset now) => Sum(counts
        .SelectMany(pair => set.EpochsOf(pair.Key, now).Select(epoch => Line(pair.Key, epoch.Number, pair.Value))));

    public static ReportPreview OfReport(ReportCase reportCase, EpochKeys epoch, ListInfo? list)
    {
        QueryCost cost = Sum(reportCase.Identifiers.CountBy(static identifier => identifier.Kind).Select(pair => Line(pair.Key, epoch.Number, pair.Value)));
        string evidence = Kebab(reportCase.EvidenceType);
        LadderRule? rule = list?.Ladder.Where(rule => rule.Evidence == evidence && (!rule.NoticeServed || reportCase.NoticeServed))
            .OrderBy(static rule => rule.Outcome == "listed" ? 0 : 1).ThenBy(static rule => rule.Origins).FirstOrDefault();
        return new ReportPreview(cost, epoch.Number, rule, Describe(rule, evidence));
    }

    private static string Describe(LadderRule? rule, string evidence) => rule switch
    {
        null => $"The list's ladder has no rule of its own for {evidence}{(evidence == Kebab(EvidenceType.NotarisedPurchase) ? " without notice served: it counts as a platform adjudication" : "")}.",
        { Outcome: "watch" } => $"On {evidence} entries are only watched; they never act alone.",
        { Origins: <= 1 } => $"On {evidence} entries are listed at once.",
        _ => $"On {evidence} entries are listed once {rule.Origins} independent legal entities with different origins have reported; pending until then.",
    };

    private static QueryCost Sum(IEnumerable<QueryCostLine> lines)
    {
        QueryCostLine[] all = [.. lines.Where(static line => line.Identifiers > 0).OrderBy(static line => line.Epoch).ThenBy(static line => line.Kind)];
        return new QueryCost(all.Sum(static line => line.Units), all);
    }

    private static QueryCostLine Line(IdentifierKind kind, uint epoch, long count) => new(kind, epoch, count, FillRules.Cost(count));

    private static string Kebab(EvidenceType evidence) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(evidence.ToString());
}
