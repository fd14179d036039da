using System.Text.Json;

namespace BlacklistExchange.Demo.Replays;

/// <summary>What an agent answered, to the last byte but the time of day.</summary>
internal sealed record AgentAnswer(int Status, string Headers, string Body)
{
    public static async Task<AgentAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        IEnumerable<string> headers = response.Headers.Concat(response.Content.Headers).Where(static header => header.Key != "Date").Select(static header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return new AgentAnswer((int)response.StatusCode, string.Join('\n', headers.Order(StringComparer.Ordinal)), await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>What a platform does that trusts the list: it refuses whom the answer says to refuse.</summary>
    public bool Refuses => Field("should_refuse") is { ValueKind: JsonValueKind.True };

    public string? Strength => Field("strength")?.GetString();

    private JsonElement? Field(string name)
    {
        using JsonDocument document = JsonDocument.Parse(Body);
        return document.RootElement.TryGetProperty(name, out JsonElement value) ? value.Clone() : null;
    }
}
