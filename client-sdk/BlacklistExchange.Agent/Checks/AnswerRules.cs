using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Checks;

/// <summary>Turns what the SDK says into the agent's answer, without I/O.</summary>
internal static class AnswerRules
{
    public const string Listed = "listed";
    public const string Unsure = "unsure";
    public const string Refused = "refused";

    /// <summary>The answer to a check: texts that are no identifiers keep their place among the listings of the others, and count as uncertain.</summary>
    public static CheckAnswer OfCheck(IReadOnlyList<AskedIdentifier> asked, ApplicantListing? listing, string? handle, OnUncertain onUncertain)
    {
        Queue<Listing> listings = new(listing?.Listings ?? []);
        IdentifierAnswer[] answers = [.. asked.Select(one => one.Identifier is null ? OfRefused(one) : Of(IdentifierKinds.Name(one.Kind), listings.Dequeue()))];
        int[] refused = [.. Enumerable.Range(1, asked.Count).Where(position => asked[position - 1].Identifier is null)];
        return Of(answers, listing, refused.Length > 0 && onUncertain == OnUncertain.FailClosed) with { Explanation = Explain(listing, refused), Handle = handle };
    }

    public static CheckAnswer OfMatch(Matched matched) => Of([.. matched.Listing.Listings.Select(static listing => Of(null, listing))], matched.Listing, false) with { NeedsRefresh = matched.NeedsRefresh };

    /// <summary>The answer when there is none: nothing was found out, and the platform's policy decides.</summary>
    public static CheckAnswer OfNothing(IReadOnlyList<AskedIdentifier> asked, string reason, string explanation, OnUncertain onUncertain)
    {
        IdentifierAnswer[] answers = [.. asked.Select(one => one.Identifier is null ? OfRefused(one)
            : new IdentifierAnswer { Kind = IdentifierKinds.Name(one.Kind), Verdict = Unsure, Reason = reason, Standing = KebabName.Of(Standing.None), Explanation = explanation, Flags = [] })];
        return Of(answers, null, onUncertain == OnUncertain.FailClosed) with { Explanation = explanation };
    }

    private static CheckAnswer Of(IReadOnlyList<IdentifierAnswer> answers, ApplicantListing? listing, bool refuseAnyway) => new()
    {
        Verdict = Worst(answers),
        Strength = KebabName.Of(listing?.Strength ?? ApplicantStrength.None),
        ShouldRefuse = refuseAnyway || listing is { ShouldRefuse: true },
        Explanation = listing?.Explanation ?? "",
        Reason = answers.Select(static answer => answer.Reason).FirstOrDefault(static reason => reason is not null),
        RetryAt = answers.Max(static answer => answer.RetryAt),
        ListAgeSeconds = (long?)First(listing)?.ListAge?.TotalSeconds,
        ListSequence = First(listing)?.ListSequence,
        Identifiers = answers,
    };

    private static Listing? First(ApplicantListing? listing) => listing is { Listings: [var first, ..] } ? first : null;

    /// <summary>Listed accuses; what is uncertain outweighs what is clear.</summary>
    private static string Worst(IReadOnlyList<IdentifierAnswer> answers)
    {
        HashSet<string> verdicts = [.. answers.Select(static answer => answer.Verdict)];
        string stale = KebabName.Of(Verdict.Stale);
        return verdicts.Contains(Listed) ? Listed : verdicts.Overlaps([Unsure, Refused]) ? Unsure : verdicts.Contains(stale) ? stale : KebabName.Of(Verdict.NotListed);
    }

    private static string Explain(ApplicantListing? listing, int[] refused)
    {
        string positions = string.Join(", ", refused);
        return listing is null ? "None of the identifiers could be read." : refused.Length == 0 ? listing.Explanation
            : $"{listing.Explanation} The identifiers at position {positions} could not be read; the numbers before this sentence leave them out.";
    }

    private static IdentifierAnswer OfRefused(AskedIdentifier asked) => new()
    {
        Kind = IdentifierKinds.Name(asked.Kind),
        Verdict = Refused,
        Reason = "identifier-refused",
        Standing = KebabName.Of(Standing.None),
        Explanation = asked.Refusal!.Message,
        Flags = [],
        RefusalCode = asked.Refusal.Code,
        LooksFabricated = asked.Refusal.LooksFabricated,
    };

    private static IdentifierAnswer Of(string? kind, Listing listing) => new()
    {
        Kind = kind,
        Verdict = KebabName.Of(listing.Verdict),
        Reason = listing.Reason == UnsureReason.None ? null : KebabName.Of(listing.Reason),
        Standing = KebabName.Of(listing.Standing),
        Explanation = listing.Explanation,
        Category = listing.Category is { } category ? KebabName.Of(category) : null,
        Tier = listing.Tier is { } tier ? KebabName.Of(tier) : null,
        Flags = [.. Enum.GetValues<LabelFlags>().Where(flag => flag != LabelFlags.None && listing.Flags.HasFlag(flag)).Select(KebabName.Of)],
        FirstObserved = listing.FirstObserved?.ToString(),
        LastObserved = listing.LastObserved?.ToString(),
        Reporters = listing.Reporters,
        Epoch = listing.Epoch,
        Ring = listing.Ring,
        Tag = listing.Tag?.ToString(),
        RetryAt = listing.RetryAt?.ToUnixTimeSeconds(),
    };
}
