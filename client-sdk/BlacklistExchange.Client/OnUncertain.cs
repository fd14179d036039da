namespace BlacklistExchange.Client;

/// <summary>
/// What <see cref="Listing.ShouldRefuse"/> says when nobody can know (<see cref="Verdict.Unsure"/> or <see cref="Verdict.Stale"/>). There is no default:
/// the platform decides what an outage of the exchange means for its sellers.
/// </summary>
public enum OnUncertain
{
    /// <summary>Let pass: an outage refuses nobody, and an infringer may slip through until it ends.</summary>
    FailOpen = 1,

    /// <summary>Refuse, or hold for a person to decide: an outage stops everybody.</summary>
    FailClosed = 2,
}
