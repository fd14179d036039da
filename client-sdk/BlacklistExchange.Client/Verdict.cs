namespace BlacklistExchange.Client;

/// <summary>What a query says. Only <see cref="Listed"/> accuses, and only <see cref="NotListed"/> clears.</summary>
public enum Verdict
{
    /// <summary>A verified, current list holds the identifier as listed and unfrozen.</summary>
    Listed = 1,

    /// <summary>The identifier is not listed under any live epoch. <see cref="Listing.Standing"/> may still say that it is watched or disputed.</summary>
    NotListed = 2,

    /// <summary>It could not be evaluated or verified; <see cref="Listing.Reason"/> says why. Never to be read as "not listed".</summary>
    Unsure = 3,

    /// <summary>The local list is older than the caller's limit: it may neither accuse nor clear.</summary>
    Stale = 4,
}
