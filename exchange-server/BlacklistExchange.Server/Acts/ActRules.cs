using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;

namespace BlacklistExchange.Server.Acts;

/// <summary>What each act needs and what it changes of an entry's overlay; the state follows by <see cref="EntryRules"/>. No I/O.</summary>
internal static class ActRules
{
    public const int MaxGround = 200;
    public const int MaxReference = 64;
    private const int DigitsOfAnIdentifier = 11;

    private static readonly Dictionary<string, ActVerb> Verbs = Enum.GetValues<ActVerb>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Verbs.Keys;

    public static string NameOf(ActVerb verb) => verb.ToString().ToLowerInvariant();

    public static bool TryParse(string? name, out ActVerb verb)
    {
        verb = default;
        return name is not null && Verbs.TryGetValue(name, out verb);
    }

    /// <summary>Why the act cannot be done to the entry; null when it can.</summary>
    public static string? Refuse(ActVerb verb, Entry entry) => verb switch
    {
        ActVerb.List or ActVerb.Watch or ActVerb.Victim when entry.WrappedKey is null =>
            "its time is over and its data are erased; the desk must report it anew",
        ActVerb.List or ActVerb.Watch when entry.Hold != EntryHold.None => "a dispute is open: decide it first with uphold, clear or tombstone",
        ActVerb.Watch when entry.Tombstoned => "it is under a tombstone, which only 'list' ends",
        ActVerb.Dispute when entry.State is not (EntryState.Pending or EntryState.Watch or EntryState.Listed or EntryState.Disputed) =>
            $"there is nothing to freeze, it is {EntryStates.NameOf(entry.State)}",
        ActVerb.Uphold when entry.Hold == EntryHold.None => "no dispute is open",
        _ => null,
    };

    /// <summary>The entry with the act's overlay; equal to <paramref name="entry"/> when the act changes nothing.</summary>
    /// <param name="verb">The act.</param>
    /// <param name="entry">The entry as it stands.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="latestSequence">The latest report item: what stands now is spent by removals.</param>
    /// <param name="reportsList">The counted reports alone would list the entry.</param>
    /// <param name="countsAny">Reports stand that still count.</param>
    public static Entry Apply(ActVerb verb, Entry entry, long now, long latestSequence, bool reportsList, bool countsAny) => verb switch
    {
        ActVerb.List when entry is { Ruling: EntryRuling.Listed, Tombstoned: false } => entry,
        ActVerb.List => entry with { Ruling = EntryRuling.Listed, RulingAt = now, Tombstoned = false },
        ActVerb.Watch when entry.Ruling == EntryRuling.Watch && !reportsList => entry,
        ActVerb.Watch => entry with { Ruling = EntryRuling.Watch, RulingAt = now, CountedAfter = reportsList ? latestSequence : entry.CountedAfter },
        ActVerb.Dispute when entry.Hold != EntryHold.None => entry,
        ActVerb.Dispute => entry with { Hold = entry.Label is not null && entry.VisibleFrom <= now ? EntryHold.Shown : EntryHold.Hidden },
        ActVerb.Uphold => entry with { Hold = EntryHold.None },
        ActVerb.Clear when entry.Tombstoned || (entry is { Ruling: EntryRuling.Cleared or EntryRuling.Expired, Hold: EntryHold.None } && !countsAny) => entry,
        ActVerb.Clear => Removed(entry, now, latestSequence),
        ActVerb.Tombstone when entry.Tombstoned => entry,
        ActVerb.Tombstone => Removed(entry, now, latestSequence) with { Tombstoned = true },
        ActVerb.Victim => entry with { Flags = entry.Flags | LabelFlags.VictimOfImpersonation },
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "No such act."),
    };

    /// <summary>What is wrong with a ground; null when it is fit to be kept.</summary>
    public static string? FaultOfGround(string? ground)
    {
        if (FaultOf(ground, MaxGround) is { } fault)
        {
            return $"the ground {fault}";
        }
        // Phones have eleven digits, resident IDs and cards more: an identifier must never be kept in clear.
        return ground!.Split(ground!.Where(static letter => !char.IsAsciiDigit(letter)).Distinct().ToArray()).Any(static run => run.Length >= DigitsOfAnIdentifier)
            ? $"the ground holds a run of {DigitsOfAnIdentifier} digits or more, which looks like an identifier: name none" : null;
    }

    /// <summary>What is wrong with a reference; null when it is fit to be kept.</summary>
    public static string? FaultOfReference(string? reference) => FaultOf(reference, MaxReference) is { } fault ? $"the reference {fault}" : null;

    private static Entry Removed(Entry entry, long now, long latestSequence) => entry with
    {
        Ruling = EntryRuling.Cleared,
        RulingAt = now,
        CountedAfter = latestSequence,
        Hold = EntryHold.None,
        Flags = LabelFlags.None,
    };

    private static string? FaultOf(string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? "is missing"
        : text.Length > longest ? $"is longer than {longest} characters"
        : text.Any(char.IsControl) ? "holds control characters"
        : null;
}
