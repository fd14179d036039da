using System.Text.Json.Serialization;
using BlacklistExchange.Agent.Checks;

namespace BlacklistExchange.Agent.Events;

/// <summary>Something that happened after the caller was answered (spec/agent.md section 3); its bytes are what is stored and delivered.</summary>
internal sealed record EventMessage
{
    public const string CheckAnswered = "check-answered";
    public const string ListingChanged = "listing-changed";
    public const string HandleAgeing = "handle-ageing";

    /// <summary>What was stored was altered or belongs to a later version; it is shown so that nothing vanishes in silence.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Place in the order of events of this database, from 1.</summary>
    public long Sequence { get; init; }

    public required string Type { get; init; }

    /// <summary>Unix seconds when it was stored.</summary>
    public long At { get; init; }

    public string? Pending { get; init; }

    public string? Id { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public CheckAnswer? Answer { get; init; }

    /// <summary>The type alone.</summary>
    public override string ToString() => Type;
}

/// <summary>How many events are gone now.</summary>
internal sealed record AcknowledgeAnswer(int Removed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(AcknowledgeAnswer))]
internal sealed partial class EventJson : JsonSerializerContext;
