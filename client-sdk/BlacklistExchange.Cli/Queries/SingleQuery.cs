using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Queries;

/// <summary>One identifier, typed: the answer as a person wants to read it.</summary>
internal static class SingleQuery
{
    public static async Task<int> RunAsync(CommandRun run, ExchangeClient client, QuerySettings settings, InputSource source, CancellationToken cancellationToken)
    {
        ParsedRow parsed = ParsedRow.Of(source.Read()!, settings.Columns);
        if (parsed.IsBad)
        {
            VerdictRow bad = VerdictRow.Bad(parsed.Row, parsed.Fault, parsed.Refusal);
            run.Say(run.Json ? JsonLine.Of(bad.ToJson()) : bad.Reason);
            return ExitCode.BadLines;
        }
        Listing listing = await client.QueryAsync(parsed.Identifiers[0], settings.Purpose, cancellationToken);
        if (run.Json)
        {
            run.Say(Describe(listing, settings.WithIdentifiers ? parsed.Identifiers[0].RevealValue() : null));
            return VerdictRow.CodeOf(listing);
        }
        Colour colour = listing.Verdict switch { Verdict.Listed => Colour.Red, Verdict.NotListed => Colour.Green, _ => Colour.Yellow };
        run.Say(run.Coloured(KebabName.Of(listing.Verdict).ToUpperInvariant(), colour));
        foreach (string line in DisplayWidth.Wrap(listing.Explanation, Math.Min(run.Environment.Width, TextTable.DefaultWidth) - 2))
        {
            run.Say("  " + line);
        }
        if (listing.Tag is { } tag)
        {
            run.Say($"  tag    {tag}  (for an appeal or a question to the operator)");
        }
        if (listing.ListAge is { } age)
        {
            run.Say($"  list   {client.List}, sequence {listing.ListSequence}, {Age(age)} old");
        }
        return VerdictRow.CodeOf(listing);
    }

    public static string Age(TimeSpan age) => age.TotalHours >= 48 ? $"{(int)age.TotalDays} days" : age.TotalMinutes >= 120 ? $"{(int)age.TotalHours} hours" : $"{(int)age.TotalMinutes} minutes";

    private static JsonObject Describe(Listing listing, string? identifier)
    {
        JsonObject json = new()
        {
            ["verdict"] = KebabName.Of(listing.Verdict),
            ["reason"] = listing.Reason == UnsureReason.None ? null : KebabName.Of(listing.Reason),
            ["explanation"] = listing.Explanation,
            ["standing"] = KebabName.Of(listing.Standing),
            ["retry_at"] = listing.RetryAt?.ToUnixTimeSeconds(),
            ["list_sequence"] = listing.ListSequence,
            ["list_age_seconds"] = (long?)listing.ListAge?.TotalSeconds,
        };
        if (listing.Tag is { } tag)
        {
            json["category"] = listing.Category is { } category ? KebabName.Of(category) : null;
            json["tier"] = listing.Tier is { } tier ? KebabName.Of(tier) : null;
            json["observed"] = new JsonArray(listing.FirstObserved?.ToString(), listing.LastObserved?.ToString());
            json["reporters"] = listing.Reporters;
            json["flags"] = listing.Flags.ToString();
            json["epoch"] = listing.Epoch;
            json["ring"] = listing.Ring;
            json["tag"] = tag.ToString();
        }
        if (identifier is not null)
        {
            json["identifier"] = identifier;
        }
        return json;
    }
}
