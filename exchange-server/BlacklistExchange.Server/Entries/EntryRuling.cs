namespace BlacklistExchange.Server.Entries;

/// <summary>The last word that the operator (or time) has had on an entry; reports speak again only where it lets them.</summary>
internal enum EntryRuling : byte
{
    /// <summary>Nobody has ruled: the ladder decides.</summary>
    None = 0,

    /// <summary>Listed by an official act, whatever the reports say.</summary>
    Listed = 1,

    /// <summary>At least on watch; later reports may list.</summary>
    Watch = 2,

    /// <summary>Cleared: what stood then does not count any more, later reports do.</summary>
    Cleared = 3,

    /// <summary>Expired and erased: later reports begin anew.</summary>
    Expired = 4,
}
