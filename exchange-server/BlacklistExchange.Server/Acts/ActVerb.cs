namespace BlacklistExchange.Server.Acts;

/// <summary>What an official act does to an entry (spec/protocol.md §7.3).</summary>
internal enum ActVerb
{
    /// <summary>Lists at once, whatever the reports say, and ends a tombstone.</summary>
    List,

    /// <summary>Puts on watch; what stood until now does not list any more, later reports may.</summary>
    Watch,

    /// <summary>Freezes until decided.</summary>
    Dispute,

    /// <summary>Ends a dispute: the entry returns to what its reports and acts make of it.</summary>
    Uphold,

    /// <summary>Removes; later reports count anew.</summary>
    Clear,

    /// <summary>Removes for good: later reports are kept and do not list.</summary>
    Tombstone,

    /// <summary>Flags the person as a victim of impersonation.</summary>
    Victim,
}
