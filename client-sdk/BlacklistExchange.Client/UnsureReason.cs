namespace BlacklistExchange.Client;

/// <summary>Why a query ended as <see cref="Verdict.Unsure"/> or <see cref="Verdict.Stale"/>.</summary>
public enum UnsureReason
{
    /// <summary>It did not: the verdict is certain.</summary>
    None = 0,

    /// <summary>There is no verified local list yet, and none could be fetched.</summary>
    NoList = 1,

    /// <summary>The local list is older than <see cref="ExchangeClientOptions.StaleAfter"/>, or the clock stands before the list's own time.</summary>
    ListTooOld = 2,

    /// <summary>The hub or too many key holders could not be reached.</summary>
    Unreachable = 3,

    /// <summary>What came back does not verify: a false proof, a wrong key, a label that does not open.</summary>
    Unverified = 4,

    /// <summary>The budget does not hold the units; <see cref="Listing.RetryAt"/> says when it may.</summary>
    BudgetExhausted = 5,

    /// <summary>The hub refused, for example because policy does not allow this purpose for this kind.</summary>
    Refused = 6,

    /// <summary>The hub refused this member's certificate.</summary>
    CertificateRefused = 7,

    /// <summary>The list has no key for this kind of identifier.</summary>
    KindNotOnList = 8,

    /// <summary>The hub no longer holds a key that the local list names, also after synchronising: an epoch has just ended. Ask again in a few minutes.</summary>
    EpochEnded = 9,

    /// <summary>A handle holds no entry key for an epoch that is live now: check the identifiers again for a new handle.</summary>
    HandleIncomplete = 10,
}
