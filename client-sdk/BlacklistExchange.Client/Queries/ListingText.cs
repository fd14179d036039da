using System.Text;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Queries;

/// <summary>Says a listing in a sentence or two that an engineer may pass on to the person concerned.</summary>
internal static class ListingText
{
    public static string Of(Listing listing)
    {
        StringBuilder text = new(listing.Standing switch
        {
            Standing.Listed => "Listed",
            Standing.Disputed => "Not listed now: the entry is disputed and frozen, and nobody may act on it until it is decided. It was reported",
            Standing.Watch => "Not listed: watched only, on grounds that never act alone. It was reported",
            _ => "Not listed under any live epoch.",
        });
        if (listing.Standing == Standing.None)
        {
            return text.ToString();
        }
        text.Append($" for {CategoryText(listing.Category)}, on {TierText(listing.Tier)}, by {listing.Reporters} independent reporter{(listing.Reporters == "1" ? "" : "s")}, observed {Months(listing)}.");
        if (listing.Flags.HasFlag(LabelFlags.VictimOfImpersonation))
        {
            text.Append(" The person behind it is a victim of impersonation: somebody used it without right.");
        }
        if (listing.Flags.HasFlag(LabelFlags.FabricatedDocument))
        {
            text.Append(" The document behind it was found to be fabricated.");
        }
        if (listing.Standing == Standing.Listed)
        {
            text.Append(" It can be contested once for all members, at the operator.");
        }
        return text.ToString();
    }

    private static string Months(Listing listing) => listing.FirstObserved == listing.LastObserved ? $"in {listing.FirstObserved}" : $"from {listing.FirstObserved} to {listing.LastObserved}";

    private static string CategoryText(Category? category) => category switch
    {
        Category.Trademark => "trademark infringement",
        Category.Patent => "patent infringement",
        Category.Copyright => "copyright infringement",
        Category.Counterfeit => "selling counterfeits",
        Category.OtherFraud => "fraud tied to intellectual property",
        _ => "an infringement whose category is not shown",
    };

    private static string TierText(EvidenceTier? tier) => tier switch
    {
        EvidenceTier.Official => "a court's, customs' or regulator's decision",
        EvidenceTier.Notarised => "a notarised test purchase",
        EvidenceTier.Adjudicated => "platforms' own adjudications",
        _ => "notices or algorithms only",
    };
}
