using System.Text.Json.Serialization;

namespace BlacklistExchange.Agent.Watch;

/// <summary>The sealed text of a watch: whom, and how they stood last. Null where nobody could tell yet.</summary>
internal sealed record WatchedApplicant(string Id, string Handle, string? Standing, string? Strength, bool IsAgeing)
{
    public override string ToString() => nameof(WatchedApplicant);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchedApplicant))]
[JsonSerializable(typeof(UnwatchAnswer))]
internal sealed partial class WatchJson : JsonSerializerContext;
