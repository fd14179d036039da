using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Queries;

/// <summary>Weighs several identifiers of one applicant, without I/O.</summary>
internal static class ApplicantRules
{
    public static ApplicantListing Decide(IReadOnlyList<IdentifierKind> kinds, IReadOnlyList<Listing> listings, OnUncertain onUncertain)
    {
        List<string> strong = [];
        List<string> weak = [];
        int[] listed = [.. Enumerable.Range(0, listings.Count).Where(index => listings[index].Verdict == Verdict.Listed)];
        int[] own = [.. listed.Where(index => !listings[index].Flags.HasFlag(LabelFlags.VictimOfImpersonation))];
        foreach (int index in listed)
        {
            bool isStrong = own.Contains(index) && IdentifierKinds.Info(kinds[index]).IsStrong;
            (isStrong ? strong : weak).Add(isStrong
                ? $"The {Name(kinds, index)} is listed, and its kind belongs to one person, company or account."
                : own.Contains(index) ? $"The {Name(kinds, index)} is listed, but others may share it or have had it before."
                : $"The {Name(kinds, index)} is listed and marked as a victim's of impersonation.");
        }
        foreach (IGrouping<(uint?, uint?), int> ring in own.GroupBy(index => (listings[index].Epoch, listings[index].Ring)))
        {
            // The same identifier twice has the same tag, and two have two.
            int[] members = [.. ring.DistinctBy(index => listings[index].Tag)];
            if (members.Length > 1)
            {
                strong.Add($"The {string.Join(" and the ", members.Select(index => Name(kinds, index)))} are listed as belonging to one infringer.");
            }
        }
        int uncertain = listings.Count(static listing => listing.Verdict is Verdict.Unsure or Verdict.Stale);
        ApplicantStrength strength = strong.Count > 0 ? ApplicantStrength.Strong : weak.Count > 0 ? ApplicantStrength.Weak : ApplicantStrength.None;
        List<string> reasons = [.. strong, .. weak];
        if (reasons.Count == 0)
        {
            reasons.Add(uncertain == listings.Count ? "Nothing could be answered with certainty." : "None of the identifiers that could be answered is listed.");
        }
        if (uncertain > 0)
        {
            reasons.Add($"{uncertain} of {listings.Count} identifiers have no certain answer.");
        }
        return new ApplicantListing(strength, [.. listings], reasons, onUncertain);
    }

    private static string Name(IReadOnlyList<IdentifierKind> kinds, int index) => $"{IdentifierKinds.Name(kinds[index])} (number {index + 1})";
}
