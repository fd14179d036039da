using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BlacklistExchange.Server.Problems;

/// <summary>
/// Walks a body beside the contract before anything is made of it, so that each way to be wrong has its own refusal and names the field. Only the
/// framework's reader looks at the bytes; this adds names, not parsing.
/// </summary>
internal static class JsonShape
{
    public const int MaxDepth = 16;
    private const int NamedFieldLength = 40;

    public static Refusal? Check(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read())
            {
                return new Refusal(ProblemTypes.MalformedJson, "The body is empty.");
            }
            Refusal? refusal = Value(ref reader, type, "");
            while (refusal is null && reader.Read())
            {
                // Reaching a token here is impossible: the reader itself refuses data after the first value.
            }
            return refusal;
        }
        catch (JsonException exception)
        {
            return new Refusal(ProblemTypes.MalformedJson,
                $"Not well-formed, too deep (more than {MaxDepth}) or followed by more, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return new Refusal(ProblemTypes.MalformedJson, "A text is not valid UTF-8 or holds half a surrogate pair.");
        }
    }

    /// <summary>A path as problems spell it: <c>groups[2].elements</c>, without the leading <c>$.</c>.</summary>
    public static string? Trim(string? path) => path switch
    {
        null or "$" => null,
        _ when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
        _ => path.TrimStart('$'),
    };

    private static Refusal? Value(ref Utf8JsonReader reader, JsonTypeInfo? type, string path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader, type, path),
        JsonTokenType.StartArray => Array(ref reader, type, path),
        JsonTokenType.String => Text(ref reader),
        _ => null,
    };

    private static Refusal? Object(ref Utf8JsonReader reader, JsonTypeInfo? type, string path)
    {
        bool known = type?.Kind == JsonTypeInfoKind.Object;
        Dictionary<string, JsonPropertyInfo>? fields = known ? type!.Properties.ToDictionary(static field => field.Name, StringComparer.Ordinal) : null;
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            string at = path.Length == 0 ? Shown(name) : $"{path}.{Shown(name)}";
            JsonPropertyInfo? field = null;
            if (fields is not null && !fields.TryGetValue(name, out field))
            {
                return new Refusal(ProblemTypes.UnknownField, $"There is no field '{Shown(name)}' here. Fields: {string.Join(", ", fields.Keys)}.") { Field = at };
            }
            if (!seen.Add(name))
            {
                return new Refusal(ProblemTypes.DuplicateField, "Send the field once.") { Field = at };
            }
            reader.Read();
            JsonTypeInfo? inner = field is not null ? type!.Options.GetTypeInfo(field.PropertyType) : Element(type);
            if (Value(ref reader, inner, at) is { } refusal)
            {
                return refusal;
            }
        }
        string? missing = fields?.Values.FirstOrDefault(field => IsRequired(field) && !seen.Contains(field.Name))?.Name;
        return missing is null ? null : new Refusal(ProblemTypes.MissingField, "The field is required.") { Field = path.Length == 0 ? missing : $"{path}.{missing}" };
    }

    private static Refusal? Array(ref Utf8JsonReader reader, JsonTypeInfo? type, string path)
    {
        JsonTypeInfo? element = Element(type);
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                // The serializer guards fields against null, not the elements of a list.
                return new Refusal(ProblemTypes.WrongType, "An element is null.") { Field = $"{path}[{index}]" };
            }
            if (Value(ref reader, element, $"{path}[{index}]") is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> for text that is not Unicode.</summary>
    private static Refusal? Text(ref Utf8JsonReader reader)
    {
        if ((reader.ValueIsEscaped || reader.ValueSpan.IndexOfAnyExceptInRange((byte)0, (byte)0x7f) >= 0) && reader.GetString()!.Contains('\0'))
        {
            // A text column holds any character but this one.
            return new Refusal(ProblemTypes.MalformedJson, "A text holds U+0000.");
        }
        return null;
    }

    private static bool IsRequired(JsonPropertyInfo field) =>
        field.IsRequired || field.AssociatedParameter is { HasDefaultValue: false };

    private static JsonTypeInfo? Element(JsonTypeInfo? type) =>
        type?.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary && type.ElementType is { } element ? type.Options.GetTypeInfo(element) : null;

    /// <summary>A peer's field name goes back to the peer alone, short and without controls.</summary>
    private static string Shown(string name)
    {
        string shown = new([.. name.Take(NamedFieldLength).Select(static letter => char.IsControl(letter) ? '?' : letter)]);
        return name.Length > NamedFieldLength ? shown + "…" : shown;
    }
}
