namespace BlacklistExchange.Client;

/// <summary>What the local list says now of those whom a handle stands for.</summary>
/// <param name="Listing">The answer, in the order of the identifiers when they were checked.</param>
/// <param name="NeedsRefresh">
/// Check the identifiers again for a new handle: an epoch that is live now is not in this one, which then never answers <see cref="Verdict.NotListed"/>
/// (<see cref="UnsureReason.HandleIncomplete"/>), or the last of its epochs ends within 7 days. False without a local list, since nobody can tell.
/// </param>
public sealed record Matched(ApplicantListing Listing, bool NeedsRefresh);
