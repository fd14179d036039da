using System.Text.Json;
using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Agent.Problems;

/// <summary>The fields of one JSON object, each refused by its own path when it is missing, unknown, doubled or of another type. A fault gives a default and is noted.</summary>
internal sealed class JsonFields
{
    private readonly JsonReading _reading;
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

    public JsonFields(JsonReading reading, JsonElement element, string path, string[] known)
    {
        (_reading, _path) = (reading, path);
        if (element.ValueKind != JsonValueKind.Object)
        {
            reading.Refuse(ProblemTypes.WrongType, "An object is needed here.", path);
            return;
        }
        foreach (JsonProperty property in element.EnumerateObject())
        {
            // An unknown name is not repeated: it may be a value that slipped.
            if (!known.Contains(property.Name))
            {
                reading.Refuse(ProblemTypes.UnknownField, $"A field here has another name than these: {string.Join(", ", known)}.", path);
            }
            else if (!_values.TryAdd(property.Name, property.Value))
            {
                reading.Refuse(ProblemTypes.DuplicateField, "Send the field once.", At(property.Name));
            }
        }
    }

    public string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Refuse(string name, string detail) => _reading.Refuse(ProblemTypes.InvalidField, detail, At(name));

    public string Text(string name, int most, int least = 1)
    {
        string? text = OptionalText(name, most, least);
        if (text is null)
        {
            Require(name);
        }
        return text ?? "";
    }

    /// <summary>Null when it is missing or null.</summary>
    public string? OptionalText(string name, int most, int least = 1)
    {
        if (!TryGet(name, JsonValueKind.String, "A text", out JsonElement value))
        {
            return null;
        }
        string text = value.GetString()!;
        if (text.Length < least || text.Length > most)
        {
            Refuse(name, $"The text has {least} to {most} characters.");
        }
        return text;
    }

    /// <summary>False when it is missing or null.</summary>
    public bool Flag(string name)
    {
        if (_values.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.True)
        {
            return true;
        }
        TryGet(name, JsonValueKind.False, "true or false", out _);
        return false;
    }

    /// <summary>A whole number; null when it is missing or null.</summary>
    public long? OptionalNumber(string name, long least, long most)
    {
        if (!TryGet(name, JsonValueKind.Number, "A number", out JsonElement value))
        {
            return null;
        }
        if (!value.TryGetInt64(out long number) || number < least || number > most)
        {
            Refuse(name, $"A whole number from {least} to {most}.");
        }
        return number;
    }

    public void Require(string name) => _reading.Refuse(ProblemTypes.MissingField, "The field is required.", At(name));

    /// <summary>A value of a registry, as files and the command line spell it.</summary>
    public T Named<T>(string name, T? without = null) where T : struct, Enum
    {
        string? text = without is null ? Text(name, 100) : OptionalText(name, 100);
        if (text is null)
        {
            return without!.Value;
        }
        if (!KebabName.TryParse(text, out T value))
        {
            Refuse(name, $"One of {string.Join(", ", KebabName.All<T>())}.");
        }
        return value;
    }

    public JsonFields? Object(string name, string[] known) =>
        TryGet(name, JsonValueKind.Object, "An object", out JsonElement value) ? new JsonFields(_reading, value, At(name), known) : null;

    public IReadOnlyList<JsonFields> Objects(string name, int most, string[] known)
    {
        if (!TryGet(name, JsonValueKind.Array, "An array", out JsonElement value))
        {
            Require(name);
            return [];
        }
        if (value.GetArrayLength() is var count && (count == 0 || count > most))
        {
            Refuse(name, $"1 to {most} elements; there are {count}.");
            return [];
        }
        return [.. value.EnumerateArray().Select((element, index) => new JsonFields(_reading, element, $"{At(name)}[{index}]", known))];
    }

    private bool TryGet(string name, JsonValueKind kind, string wanted, out JsonElement value)
    {
        if (!_values.TryGetValue(name, out value) || value.ValueKind == JsonValueKind.Null)
        {
            return false;
        }
        if (value.ValueKind != kind)
        {
            _reading.Refuse(ProblemTypes.WrongType, $"{wanted} is needed here.", At(name));
            return false;
        }
        return true;
    }
}
