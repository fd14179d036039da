using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>One line of a query's result. It has an identifier only when the caller asked for that.</summary>
/// <param name="Line">Line of the input.</param>
/// <param name="Key">The caller's key.</param>
/// <param name="Verdict">listed, not-listed, unsure, stale, or bad-line.</param>
/// <param name="Reason">Why, for people, when there is anything to say; never an identifier.</param>
internal sealed record VerdictRow(int Line, string Key, string Verdict, string Reason)
{
    public const string BadLineVerdict = "bad-line";
    public const string StaleVerdict = "stale";

    public string Category { get; init; } = "";

    public string Tier { get; init; } = "";

    public string Standing { get; init; } = "";

    /// <summary>For an applicant: strong, weak or none.</summary>
    public string Strength { get; init; } = "";

    public string Identifiers { get; init; } = "";

    public int ExitCode { get; init; }

    /// <summary>Columns of a result file, the key's own heading second.</summary>
    public static string[] Header(string keyName, bool applicant, bool identifiers) =>
        ["line", keyName == "line" ? "key" : keyName, "verdict", .. applicant ? ["strength"] : (string[])["category", "tier", "standing"], "reason", .. identifiers ? (string[])["identifier"] : []];

    public static VerdictRow Bad(InputRow row, string? fault, IdentifierRefusal? refusal) =>
        new(row.Line, row.Key, BadLineVerdict, BadLine.Describe(fault, refusal)) { ExitCode = Cli.ExitCode.BadLines };

    public static VerdictRow Of(InputRow row, Identifier identifier, Listing listing, bool withIdentifier) => new(row.Line, row.Key, KebabName.Of(listing.Verdict), ReasonOf(listing))
    {
        Category = listing.Category is { } category ? KebabName.Of(category) : "",
        Tier = listing.Tier is { } tier ? KebabName.Of(tier) : "",
        Standing = listing.Standing == Client.Standing.None ? "" : KebabName.Of(listing.Standing),
        Identifiers = withIdentifier ? identifier.RevealValue() : "",
        ExitCode = CodeOf(listing),
    };

    public static VerdictRow Of(InputRow row, IReadOnlyList<Identifier> identifiers, ApplicantListing applicant, bool withIdentifiers)
    {
        Verdict verdict = applicant.Strength != ApplicantStrength.None ? Client.Verdict.Listed
            : applicant.IsComplete ? Client.Verdict.NotListed
            : applicant.Listings.Any(static listing => listing.Verdict == Client.Verdict.Unsure) ? Client.Verdict.Unsure : Client.Verdict.Stale;
        return new VerdictRow(row.Line, row.Key, KebabName.Of(verdict), verdict == Client.Verdict.NotListed ? "" : applicant.Explanation)
        {
            Strength = KebabName.Of(applicant.Strength),
            Identifiers = withIdentifiers ? string.Join(' ', identifiers.Select(static one => $"{one}={one.RevealValue()}")) : "",
            ExitCode = applicant.Listings.Select(CodeOf).Append(Cli.ExitCode.Clear).Aggregate(Cli.ExitCode.Worse),
        };
    }

    /// <summary>What a listing means for the exit code.</summary>
    public static int CodeOf(Listing listing) => listing.Verdict switch
    {
        Client.Verdict.Listed => Cli.ExitCode.Listed,
        Client.Verdict.NotListed => Cli.ExitCode.Clear,
        _ => listing.Reason switch
        {
            UnsureReason.Unreachable or UnsureReason.Unverified or UnsureReason.NoList => Cli.ExitCode.Network,
            UnsureReason.BudgetExhausted or UnsureReason.Refused or UnsureReason.CertificateRefused => Cli.ExitCode.Refused,
            _ => Cli.ExitCode.Uncertain,
        },
    };

    public string ToCsv(bool applicant, bool identifiers) => CsvLine.Of(
        [Line.ToString(System.Globalization.CultureInfo.InvariantCulture), CsvLine.Safe(Key), Verdict, .. applicant ? [Strength] : (string[])[Category, Tier, Standing], CsvLine.Safe(Reason), .. identifiers ? [CsvLine.Safe(Identifiers)] : (string[])[]]);

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["line"] = Line, ["key"] = Key, ["verdict"] = Verdict };
        foreach ((string name, string value) in new[] { ("strength", Strength), ("category", Category), ("tier", Tier), ("standing", Standing), ("reason", Reason), ("identifier", Identifiers) })
        {
            if (value.Length > 0)
            {
                json[name] = value;
            }
        }
        return json;
    }

    private static string ReasonOf(Listing listing) => listing switch
    {
        { Reason: not UnsureReason.None } => $"{KebabName.Of(listing.Reason)}: {listing.Explanation}",
        { Verdict: Client.Verdict.NotListed, Standing: Client.Standing.None } => "",
        _ => listing.Explanation,
    };
}
