using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Cli.Terminal;

/// <summary>Writes one JSON object without line breaks; Chinese stays readable.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode value) => value.ToJsonString(Options);
}
