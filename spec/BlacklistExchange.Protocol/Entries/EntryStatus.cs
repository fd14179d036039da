namespace BlacklistExchange.Protocol.Entries;

/// <summary>What a published label says of its entry (spec/protocol.md §6.3). Pending, retracted, cleared and expired entries are in no file.</summary>
public enum EntryStatus : byte
{
    /// <summary>Watched: never acts alone.</summary>
    Watch = 1,

    /// <summary>Listed.</summary>
    Listed = 2,

    /// <summary>Frozen by a dispute: nobody may act on it until it is decided.</summary>
    Disputed = 3,
}
