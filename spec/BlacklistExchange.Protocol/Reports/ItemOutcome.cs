namespace BlacklistExchange.Protocol.Reports;

/// <summary>What became of one item of an admitted report (spec/protocol.md §7.4).</summary>
public enum ItemOutcome : byte
{
    /// <summary>Counted.</summary>
    Accepted = 1,

    /// <summary>This legal entity or this origin already stands behind the entry: kept, but it counts once.</summary>
    AlreadyCounted = 2,

    /// <summary>The entry is under a tombstone: kept, listed only by an official act.</summary>
    Tombstoned = 3,
}
