using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Queries;

/// <summary>
/// From findings to a verdict, without I/O. The strongest finding of the live epochs wins; "not listed" needs a clean answer of every one of them; a stale
/// list neither accuses nor clears.
/// </summary>
internal sealed class ListingRules(OnUncertain onUncertain, TimeSpan staleAfter)
{
    /// <summary>The answer when every live epoch was looked up; when not, an entry that was found may still accuse, and nothing clears.</summary>
    public Listing Decide(ListSet set, TimeSpan? age, IReadOnlyList<EpochFinding> findings, bool isWhole = true)
    {
        EpochFinding? strongest = findings.Where(static finding => finding.Label is not null).MaxBy(static finding => (finding.Label!.Value.Status, finding.Epoch), StrengthOrder.Instance);
        Listing listing = age is null || age > staleAfter ? Stale(age)
            : strongest?.Label is { Status: EntryStatus.Listed } ? Make(Verdict.Listed, UnsureReason.None, "")
            : findings.Any(static finding => finding.IsBroken) ? Make(Verdict.Unsure, UnsureReason.Unverified, "An entry of the list does not open, or a file is missing: the list is not whole. Nothing may be concluded; tell the operator.")
            : !isWhole ? Make(Verdict.Unsure, UnsureReason.HandleIncomplete, "The handle holds no entry key for an epoch that is live now, so that it cannot tell who is not listed. Check the identifiers again for a new handle.")
            : Make(Verdict.NotListed, UnsureReason.None, "");
        listing = listing with { ListAge = age, ListSequence = set.Manifest.Sequence };
        return strongest?.Label is { } label ? Describe(listing, strongest, label) : Finish(listing);
    }

    /// <summary>The answer when there is none.</summary>
    public Listing Unsure(UnsureReason reason, string explanation, ListSet? set = null, TimeSpan? age = null, DateTimeOffset? retryAt = null) =>
        Make(Verdict.Unsure, reason, explanation) with { ListAge = age, ListSequence = set?.Manifest.Sequence, RetryAt = retryAt };

    /// <summary>The answer when the road to the entry key failed.</summary>
    public Listing Unsure(ExchangeException exception, ListSet? set, TimeSpan? age)
    {
        UnsureReason reason = exception switch
        {
            BudgetExhaustedException => UnsureReason.BudgetExhausted,
            HubUntrustedException => UnsureReason.Unverified,
            CertificateRefusedException => UnsureReason.CertificateRefused,
            HubRefusedException { Problem.Type: Problem.TypePrefix + "epoch-not-live" } => UnsureReason.EpochEnded,
            HubRefusedException => UnsureReason.Refused,
            _ => UnsureReason.Unreachable,
        };
        return Unsure(reason, exception.Message, set, age, (exception as BudgetExhaustedException)?.RetryAt);
    }

    /// <summary>The answer for a kind the list has no key for.</summary>
    public Listing NotOnList(IdentifierKind kind, ListSet set, TimeSpan? age) =>
        Unsure(UnsureReason.KindNotOnList, $"List {set.Manifest.List} has no live key for identifiers of kind {IdentifierKinds.Name(kind)}: it cannot say anything of them.", set, age);

    private Listing Stale(TimeSpan? age) => Make(Verdict.Stale, UnsureReason.ListTooOld, age is { } known
        ? $"The local list is {known.TotalHours:F1} hours old, older than the limit of {staleAfter.TotalHours:F1}: it may neither accuse nor clear. Synchronise."
        : "The clock of this machine stands before the list's own time, so its age is unknown: it may neither accuse nor clear. Check the clock.");

    private Listing Make(Verdict verdict, UnsureReason reason, string explanation) => new(verdict, onUncertain) { Reason = reason, Explanation = explanation };

    private static Listing Describe(Listing listing, EpochFinding finding, Label label) => Finish(listing with
    {
        Standing = label.Status switch { EntryStatus.Listed => Standing.Listed, EntryStatus.Disputed => Standing.Disputed, _ => Standing.Watch },
        Category = label.Category,
        Tier = label.Tier,
        FirstObserved = label.First,
        LastObserved = label.Last,
        Reporters = label.ReporterBucket switch { 3 => "3-4", 5 => "5+", var exact => exact.ToString() },
        Flags = label.Flags,
        Ring = label.Ring,
        Epoch = finding.Epoch,
        Tag = finding.Tag,
        PolicyVersion = label.PolicyVersion,
    });

    private static Listing Finish(Listing listing) => listing.Explanation.Length > 0 ? listing : listing with { Explanation = ListingText.Of(listing) };

    private sealed class StrengthOrder : IComparer<(EntryStatus Status, uint Epoch)>
    {
        public static readonly StrengthOrder Instance = new();

        public int Compare((EntryStatus Status, uint Epoch) x, (EntryStatus Status, uint Epoch) y)
        {
            int byStrength = Strength(x.Status).CompareTo(Strength(y.Status));
            return byStrength != 0 ? byStrength : x.Epoch.CompareTo(y.Epoch);
        }

        private static int Strength(EntryStatus status) => status switch { EntryStatus.Listed => 3, EntryStatus.Disputed => 2, _ => 1 };
    }
}
