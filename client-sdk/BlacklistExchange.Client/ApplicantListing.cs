namespace BlacklistExchange.Client;

/// <summary>
/// The answer for several identifiers of one person or company. <see cref="ApplicantStrength.Strong"/> asks for two listed entries of one ring, or one listed
/// entry of a strong kind (a resident ID, a company's code…; spec/identifiers.md §6). Watched and disputed entries never count, and an entry marked as a
/// victim's of impersonation counts as weak only.
/// </summary>
public sealed record ApplicantListing
{
    internal ApplicantListing(ApplicantStrength strength, IReadOnlyList<Listing> listings, IReadOnlyList<string> reasons, OnUncertain onUncertain)
    {
        Strength = strength;
        Listings = listings;
        Reasons = reasons;
        IsComplete = listings.All(static listing => listing.Verdict is Verdict.Listed or Verdict.NotListed);
        ShouldRefuse = strength == ApplicantStrength.Strong || (!IsComplete && onUncertain == OnUncertain.FailClosed);
    }

    /// <summary>Strong, weak or none.</summary>
    public ApplicantStrength Strength { get; }

    /// <summary>
    /// True when every identifier had a certain answer. When false, a weak or empty answer may hide a stronger one.
    /// </summary>
    public bool IsComplete { get; }

    /// <summary>
    /// True for a strong answer, and for an incomplete one when the platform chose <see cref="OnUncertain.FailClosed"/>. A weak answer alone never refuses.
    /// </summary>
    public bool ShouldRefuse { get; }

    /// <summary>Why, one sentence a ground; identifiers are named by kind and position only.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>All grounds as one text.</summary>
    public string Explanation => string.Join(" ", Reasons);

    /// <summary>One answer an identifier, in the order asked.</summary>
    public IReadOnlyList<Listing> Listings { get; }
}
