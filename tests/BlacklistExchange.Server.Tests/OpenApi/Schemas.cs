using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>JSON schemas of the wire's messages, from the very contracts that hub and SDK serialise with.</summary>
internal sealed class Schemas
{
    private const string Prefix = "#/components/schemas/";
    private readonly SortedDictionary<string, JsonObject> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _requests = [];
    private readonly HashSet<string> _answers = [];

    /// <summary>A reference to the schema of a request's body.</summary>
    public JsonObject OfRequest(Type type) => Reference(type, _requests);

    /// <summary>A reference to the schema of an answer's body.</summary>
    public JsonObject OfAnswer(Type type) => Reference(type, _answers);

    private JsonObject Reference(Type type, HashSet<string>? side = null)
    {
        side?.Add(type.Name);
        if (!_made.ContainsKey(type.Name))
        {
            _made.Add(type.Name, []);
            _made[type.Name] = Make(type);
        }
        return new JsonObject { ["$ref"] = Prefix + type.Name };
    }

    /// <summary>All schemas that were referred to, by name. What is only sent is closed, since the hub refuses fields that it does not know; what is received stays open.</summary>
    public JsonObject ToJson()
    {
        foreach (string sent in Within(_requests).Except(Within(_answers)))
        {
            _made[sent]["additionalProperties"] = false;
        }
        return new JsonObject(_made.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    /// <summary>The schemas and those they refer to.</summary>
    private HashSet<string> Within(IEnumerable<string> names)
    {
        HashSet<string> seen = [];
        Stack<string> open = new(names);
        while (open.TryPop(out string? name))
        {
            if (seen.Add(name))
            {
                string text = _made[name].ToJsonString();
                _made.Keys.Where(other => text.Contains($"\"{Prefix}{other}\"", StringComparison.Ordinal)).ToList().ForEach(open.Push);
            }
        }
        return seen;
    }

    private JsonObject Make(Type type)
    {
        JsonNode schema = WireJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
        JsonObject made = new() { ["type"] = "object", ["description"] = XmlDocs.Of(type) };
        JsonObject properties = schema["properties"]!.AsObject();
        string[] optional = [.. properties.Where(static property => AllowNull(property.Value!.AsObject())).Select(static property => property.Key)];
        JsonArray required = [.. (schema["required"]?.AsArray() ?? []).Select(static name => name!.GetValue<string>()).Except(optional).Select(static name => JsonValue.Create(name))];
        if (required.Count > 0)
        {
            made["required"] = required;
        }
        made["properties"] = properties.DeepClone();
        return made;
    }

    /// <summary>A field that may be null is left out instead: it is never <c>null</c> on the wire.</summary>
    private static bool AllowNull(JsonObject property)
    {
        if (property["type"] is not JsonArray types)
        {
            return false;
        }
        property["type"] = types.Select(static type => type!.GetValue<string>()).Single(static type => type != "null");
        return true;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = context.TypeInfo.Type;
        JsonNode node = context.Path.Length > 0 && type.Namespace == typeof(Routes).Namespace ? Reference(type) : schema;
        return context.PropertyInfo is { } property && node is JsonObject described ? Described(described, property) : node;
    }

    private static JsonObject Described(JsonObject schema, JsonPropertyInfo property)
    {
        string member = property.DeclaringType.GetProperties().Single(one => WireJson.Default.Options.PropertyNamingPolicy!.ConvertName(one.Name) == property.Name).Name;
        JsonObject format = Formats.Of(property.Name);
        string text = string.Join(' ', new[] { XmlDocs.Of(property.DeclaringType, member), format["description"]?.GetValue<string>() }.OfType<string>());
        JsonObject described = new() { ["description"] = text };
        foreach ((string name, JsonNode? value) in schema.Concat(format).Where(static pair => pair.Key is not ("description" or "default")))
        {
            described[name] = value?.DeepClone();
        }
        return described;
    }
}
