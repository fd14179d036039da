namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// A refusal as RFC 9457 spells it, <c>application/problem+json</c> (spec/problems.md). Members that do not apply are left out.
/// </summary>
public sealed record Problem
{
    /// <summary>Prefix of every type: <c>urn:bex:problem:</c> and a stable name.</summary>
    public const string TypePrefix = "urn:bex:problem:";

    /// <summary>Stable type, see spec/problems.md.</summary>
    public required string Type { get; init; }

    /// <summary>The same for people, always the same text for a type.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time and what to do; never an identifier, key or element.</summary>
    public string? Detail { get; init; }

    /// <summary>Path of the field at fault, for example <c>groups[2].elements</c>.</summary>
    public string? Field { get; init; }

    /// <summary>Index of the group at fault, from 0.</summary>
    public int? Group { get; init; }

    /// <summary>Index of the element or item at fault, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>For a budget: which counter refused, <c>burst</c>, <c>day</c>, <c>epoch</c>, <c>hub</c> or <c>key</c>.</summary>
    public string? Counter { get; init; }

    /// <summary>For a budget: units left.</summary>
    public long? Remaining { get; init; }

    /// <summary>Unix seconds when trying again makes sense; also sent as Retry-After.</summary>
    public long? RetryAt { get; init; }

    /// <summary>Whom to ask.</summary>
    public string? Contact { get; init; }

    /// <summary>For a 500: the number under which the operator finds it in the log.</summary>
    public string? Incident { get; init; }
}
