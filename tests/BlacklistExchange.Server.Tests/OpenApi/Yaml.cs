using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>Writes a JSON document as block YAML: a text that people can review. Whatever is not plainly a plain scalar is quoted as JSON, which YAML contains.</summary>
internal static partial class Yaml
{
    public static string Write(JsonObject document)
    {
        StringBuilder text = new();
        Members(text, document, 0);
        return text.ToString();
    }

    private static void Members(StringBuilder text, JsonObject node, int depth)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            text.Append(' ', 2 * depth).Append(Scalar(name)).Append(':');
            Value(text, value, depth);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                Members(text, members, depth + 1);
                break;
            case JsonArray { Count: > 0 } items when items.All(static item => item is JsonValue):
                text.Append(" [").AppendJoin(", ", items.Select(static item => Scalar(item!))).Append("]\n");
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                Items(text, items, depth);
                break;
            case JsonValue when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Contains('\n', StringComparison.Ordinal):
                text.Append(" |-\n");
                foreach (string line in value.GetValue<string>().Split('\n'))
                {
                    text.Append(line.Length == 0 ? "" : new string(' ', 2 * depth + 2)).Append(line).Append('\n');
                }
                break;
            default:
                text.Append(' ').Append(value is null ? "null" : Scalar(value)).Append('\n');
                break;
        }
    }

    private static void Items(StringBuilder text, JsonArray items, int depth)
    {
        foreach (JsonNode? item in items)
        {
            StringBuilder members = new();
            Members(members, item!.AsObject(), depth + 1);
            members[2 * depth] = '-';
            text.Append(members);
        }
    }

    private static string Scalar(JsonNode value) => value switch
    {
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text) => Plain().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
        ? text : JsonSerializer.Serialize(text, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"^[A-Za-z/$](?:[A-Za-z0-9_./{}$-]|[ ](?=[A-Za-z0-9(])|[(),;](?=.)|\.$)*$")]
    private static partial Regex Plain();
}
