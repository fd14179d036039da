using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Entries;

/// <summary>Everything that an entry's state follows from: the reports behind it and the overlay of acts.</summary>
/// <param name="Reports">All report items, retracted ones too, in any order.</param>
/// <param name="Ruling">The operator's last word.</param>
/// <param name="RulingAt">Unix seconds of it; 0 without one.</param>
/// <param name="CountedAfter">Items up to this sequence are spent: they stood when the entry was cleared or erased.</param>
/// <param name="Hold">An open dispute.</param>
/// <param name="Tombstoned">Removed for good.</param>
/// <param name="Flags">Flags of the label.</param>
internal sealed record EntryFacts(
    IReadOnlyList<EntryReport> Reports,
    EntryRuling Ruling,
    long RulingAt,
    long CountedAfter,
    EntryHold Hold,
    bool Tombstoned,
    LabelFlags Flags)
{
    /// <summary>The reports that count: neither retracted nor spent.</summary>
    public IEnumerable<EntryReport> Counted => Reports.Where(report => !report.Retracted && report.Sequence > CountedAfter);
}
