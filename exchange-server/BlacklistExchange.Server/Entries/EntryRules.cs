using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Server.Entries;

/// <summary>What an entry is now.</summary>
/// <param name="State">Its state.</param>
/// <param name="Shown">Members get a label for it.</param>
internal readonly record struct EntryDecision(EntryState State, bool Shown);

/// <summary>
/// The state machine of spec/protocol.md §7.3 as a function of the facts, so that no order of reports can matter and a retraction undoes
/// exactly what it withdrew.
/// </summary>
internal static class EntryRules
{
    /// <summary>The entry's state under the facts.</summary>
    public static EntryDecision Decide(EntryFacts facts, EntryPolicy policy)
    {
        EntryState undisputed = WithoutDispute(facts, policy);
        bool visible = undisputed is EntryState.Watch or EntryState.Listed;
        return facts.Hold != EntryHold.None && (visible || undisputed == EntryState.Pending)
            ? new EntryDecision(EntryState.Disputed, visible && facts.Hold == EntryHold.Shown)
            : new EntryDecision(undisputed, visible);
    }

    /// <summary>The strongest outcome that any rung of the ladder reaches; <see cref="EntryState.Pending"/> when none does.</summary>
    public static EntryState Climb(IReadOnlyCollection<EntryReport> reports, IEnumerable<LadderRung> ladder)
    {
        EntryState reached = EntryState.Pending;
        foreach (LadderRung rung in ladder)
        {
            if (rung.Outcome > reached && IndependentOrigins.Count(reports.Where(report => CountsFor(report, rung)), rung.Origins) >= rung.Origins)
            {
                reached = rung.Outcome;
            }
        }
        return reached;
    }

    /// <summary>
    /// True when a rung may count the report: its own evidence type, or, for a platform's adjudication, anything at least as strong (so a notarised
    /// purchase without notice stands beside an adjudication).
    /// </summary>
    public static bool CountsFor(EntryReport report, LadderRung rung)
    {
        bool typeFits = report.Evidence == rung.Evidence
            || (rung.Evidence == EvidenceType.PlatformAdjudication && TierOf(report) >= EvidenceTier.Adjudicated);
        return typeFits && (report.NoticeServed || !rung.NoticeServed);
    }

    /// <summary>What a receipt says of a further report by a legal entity (the top of its chain) under an origin.</summary>
    public static ItemOutcome OutcomeOf(EntryFacts before, string topEntity, string origin) =>
        before.Tombstoned ? ItemOutcome.Tombstoned
        : before.Counted.Any(report => report.Entity == topEntity || report.Origin == origin) ? ItemOutcome.AlreadyCounted
        : ItemOutcome.Accepted;

    /// <summary>How strong one report is, as labels show it.</summary>
    public static EvidenceTier TierOf(EntryReport report) => report.Evidence switch
    {
        EvidenceType.CourtDecision or EvidenceType.AdministrativeDecision or EvidenceType.CustomsSeizure => EvidenceTier.Official,
        EvidenceType.NotarisedPurchase => report.NoticeServed ? EvidenceTier.Notarised : EvidenceTier.Adjudicated,
        EvidenceType.PlatformAdjudication => EvidenceTier.Adjudicated,
        _ => EvidenceTier.Notice,
    };

    private static EntryState WithoutDispute(EntryFacts facts, EntryPolicy policy)
    {
        if (facts.Tombstoned)
        {
            return EntryState.Cleared;
        }
        if (facts.Ruling == EntryRuling.Listed)
        {
            return EntryState.Listed;
        }
        EntryReport[] counted = [.. facts.Counted];
        EntryState climbed = counted.Length > 0 ? Climb(counted, policy.Ladder) : EntryState.Retracted;
        return (facts.Ruling, counted.Length) switch
        {
            (EntryRuling.Watch, _) => climbed == EntryState.Listed ? EntryState.Listed : EntryState.Watch,
            (EntryRuling.Cleared, 0) => EntryState.Cleared,
            (EntryRuling.Expired, 0) => EntryState.Expired,
            _ => climbed,
        };
    }
}
