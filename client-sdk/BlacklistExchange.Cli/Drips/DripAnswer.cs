using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Drips;

/// <summary>A row as the agent takes it, and its answer as a result row.</summary>
internal static class DripAnswer
{
    public static JsonObject Ask(ParsedRow row, string purpose) => new()
    {
        ["id"] = row.Row.Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["identifiers"] = new JsonArray([.. row.Identifiers.Select(static identifier => new JsonObject
        {
            ["kind"] = IdentifierKinds.Name(identifier.Kind),
            ["value"] = identifier.RevealValue(),
            ["namespace"] = identifier.Namespace.Length == 0 ? null : identifier.Namespace,
        })]),
        ["purpose"] = purpose,
        ["when"] = "spare",
    };

    /// <summary>The line of the input that an answer is for; null when it is no answer to a line.</summary>
    public static int? LineOf(JsonObject answer) => int.TryParse((string?)answer["id"], out int line) ? line : null;

    public static VerdictRow Of(ParsedRow row, JsonObject answer, QuerySettings settings)
    {
        string verdict = (string)answer["verdict"]!;
        JsonNode? first = settings.IsApplicant ? null : answer["identifiers"]![0];
        return new VerdictRow(row.Row.Line, row.Row.Key, verdict, verdict == "not-listed" ? "" : (string?)answer["explanation"] ?? "")
        {
            Category = (string?)first?["category"] ?? "",
            Tier = (string?)first?["tier"] ?? "",
            Standing = (string?)first?["standing"] is { } standing and not "none" ? standing : "",
            Strength = settings.IsApplicant ? (string?)answer["strength"] ?? "" : "",
            Identifiers = settings.WithIdentifiers ? string.Join(' ', row.Identifiers.Select(identifier => settings.IsApplicant ? $"{identifier}={identifier.RevealValue()}" : identifier.RevealValue())) : "",
            ExitCode = verdict switch { "listed" => Cli.ExitCode.Listed, "not-listed" => Cli.ExitCode.Clear, _ => Cli.ExitCode.Uncertain },
        };
    }
}
