using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Server.Entries;

/// <summary>What a label says of an entry that is shown, and how long the entry lives (spec/protocol.md §6.3, §7.3).</summary>
internal static class LabelRules
{
    /// <summary>Members that must have used a category before labels show it: fewer would point at one of them.</summary>
    public const int MembersOfCategory = 3;

    private const int LargestBucket = 5;
    private const long SecondsOfDay = 86400;

    /// <summary>The label of an entry that is shown.</summary>
    /// <param name="facts">What stands behind the entry.</param>
    /// <param name="decision">Its state.</param>
    /// <param name="policy">The list's policy.</param>
    /// <param name="shownCategories">Categories that enough members have used.</param>
    /// <param name="ring">The entry's ring.</param>
    public static Label Compose(EntryFacts facts, EntryDecision decision, EntryPolicy policy, IReadOnlySet<Category> shownCategories, uint ring)
    {
        IReadOnlyList<EntryReport> grounds = Grounds(facts);
        Category category = CategoryOf(grounds);
        EvidenceTier tier = facts.Ruling == EntryRuling.Listed ? EvidenceTier.Official : grounds.Max(EntryRules.TierOf);
        return new Label(
            shownCategories.Contains(category) ? category : Category.Other,
            grounds.Min(static report => report.Observed),
            grounds.Max(static report => report.Observed),
            Label.Bucket(IndependentOrigins.Count(grounds, LargestBucket)),
            StatusOf(decision),
            tier,
            facts.Flags,
            policy.Version,
            ring);
    }

    /// <summary>When the entry is to be erased: the latest that any of its reports, or the act that lists it, lives. Null = never.</summary>
    public static long? ExpiresAt(EntryFacts facts, EntryPolicy policy)
    {
        IReadOnlyList<EntryReport> grounds = Grounds(facts);
        if (grounds.Count == 0)
        {
            return null;
        }
        IEnumerable<long?> ends = grounds.Select(report => End(report.Category, report.ReceivedAt, policy));
        if (facts.Ruling is EntryRuling.Listed or EntryRuling.Watch)
        {
            ends = ends.Append(End(CategoryOf(grounds), facts.RulingAt, policy));
        }
        long?[] all = [.. ends];
        return all.Contains(null) ? null : all.Max();
    }

    private static long? End(Category category, long from, EntryPolicy policy) =>
        policy.ExpiryDays.TryGetValue(category, out int days) ? from + days * SecondsOfDay : null;

    // An official act may stand when no report counts any more: then the label still speaks of what was once reported.
    private static EntryReport[] Grounds(EntryFacts facts)
    {
        EntryReport[] counted = [.. facts.Counted];
        EntryReport[] standing = counted.Length > 0 ? counted : [.. facts.Reports.Where(static report => !report.Retracted)];
        return standing.Length > 0 ? standing : [.. facts.Reports];
    }

    private static EntryStatus StatusOf(EntryDecision decision) => decision.State switch
    {
        EntryState.Disputed => EntryStatus.Disputed,
        EntryState.Listed => EntryStatus.Listed,
        EntryState.Watch => EntryStatus.Watch,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.State, "An entry in this state has no label."),
    };

    // The category of the strongest ground; then of most legal entities; then the lowest number, so that the order of arrival cannot matter.
    private static Category CategoryOf(IReadOnlyList<EntryReport> grounds) => grounds
        .GroupBy(static report => report.Category)
        .OrderByDescending(static group => group.Max(EntryRules.TierOf))
        .ThenByDescending(static group => group.Select(static report => report.Entity).Distinct().Count())
        .ThenBy(static group => group.Key)
        .First().Key;
}
