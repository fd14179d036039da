using System.Text.Json;

namespace BlacklistExchange.Agent.Problems;

/// <summary>One body being read: the first thing that is wrong with it, if anything is.</summary>
internal sealed class JsonReading
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    public Refusal? Refusal { get; private set; }

    /// <summary>Reads one JSON object; what <paramref name="read"/> makes of it counts only when nothing was refused.</summary>
    public static (T? Value, Refusal? Refusal) Read<T>(ReadOnlyMemory<byte> json, string[] known, Func<JsonFields, T> read)
        where T : class
    {
        JsonReading reading = new();
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            T value = read(new JsonFields(reading, document.RootElement, "", known));
            return reading.Refusal is { } refusal ? (null, refusal) : (value, null);
        }
        catch (JsonException exception)
        {
            return (null, new Refusal(ProblemTypes.MalformedJson, $"Not well-formed, too deep or followed by more, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            return (null, new Refusal(ProblemTypes.MalformedJson, "A text is not valid UTF-8 or holds half a surrogate pair."));
        }
    }

    public void Refuse(ProblemType type, string detail, string field) => Refusal ??= new Refusal(type, detail, field.Length == 0 ? null : field);
}
