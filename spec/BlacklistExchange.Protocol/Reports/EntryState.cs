namespace BlacklistExchange.Protocol.Reports;

/// <summary>The life of an entry at the hub (spec/protocol.md §7.3).</summary>
public enum EntryState : byte
{
    /// <summary>Reported; the ladder asks for more.</summary>
    Pending = 1,

    /// <summary>Published as a watch: never acts alone.</summary>
    Watch = 2,

    /// <summary>Published as listed.</summary>
    Listed = 3,

    /// <summary>Frozen by a dispute.</summary>
    Disputed = 4,

    /// <summary>Withdrawn by its reporters.</summary>
    Retracted = 5,

    /// <summary>Removed by an act.</summary>
    Cleared = 6,

    /// <summary>Its time is over; its data are erased.</summary>
    Expired = 7,
}
