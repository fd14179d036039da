using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reports;

/// <summary>Decides what may be carried into a newer epoch, and what goes with it. No I/O (spec/protocol.md §7.6).</summary>
internal static class RenewalRules
{
    public const string Renewed = "renewed";
    public const string AlreadyRenewed = "already-renewed";
    public const string Ended = "ended";

    /// <summary>Both tags of every item are those that the hub derived, and no item is named twice.</summary>
    public static Refusal? CheckItems(RenewalStatement statement, IReadOnlyList<RenewalKeys> keys)
    {
        if (keys.Count != statement.Items.Count)
        {
            return new Refusal(ProblemTypes.StatementMismatch, $"The statement has {statement.Items.Count} items, the request {keys.Count}: send both entry keys of each, in the same order.") { Field = "items" };
        }
        HashSet<(Guid, ushort)> seen = [];
        for (int index = 0; index < keys.Count; index++)
        {
            RenewalItem item = statement.Items[index];
            if (item.OldTag != keys[index].OldTag || item.NewTag != keys[index].NewTag)
            {
                return new Refusal(ProblemTypes.CommitmentMismatch, "The tags in the statement are not those of these entry keys.") { Field = $"items[{index}]", Index = index };
            }
            if (!seen.Add((item.ReportId, item.Item)))
            {
                return new Refusal(ProblemTypes.DuplicateItem, "The statement names the same item of the same report twice.") { Field = $"items[{index}]", Index = index };
            }
        }
        return null;
    }

    /// <summary>True when the item still counts behind the old entry. A tombstone is carried too: else the person would be listed again by the next epoch.</summary>
    public static bool Stands(FiledItem item, Entry old) =>
        !item.Retracted && (old.Tombstoned || (item.Sequence > old.CountedAfter && old.State is not (EntryState.Cleared or EntryState.Expired)));

    /// <summary>
    /// The renewed entry under the old one's hold, tombstone and flags. An official listing does not come along: the pair of tags is the reporter's word,
    /// and it may not move a regulator's act to somebody else.
    /// </summary>
    public static Entry Carry(Entry old, Entry renewed) => renewed with
    {
        Flags = renewed.Flags | old.Flags,
        Tombstoned = renewed.Tombstoned || (old.Tombstoned && renewed.Ruling != EntryRuling.Listed),
        Hold = renewed.Hold != EntryHold.None || old.Hold == EntryHold.None ? renewed.Hold
            : renewed.Label is not null ? EntryHold.Shown
            : old.Hold,
    };
}
