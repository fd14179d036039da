using System.Text.Json.Serialization;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Agent.Checks;

/// <summary>The answer about one applicant. It repeats no value that was sent.</summary>
internal sealed record CheckAnswer
{
    /// <summary>In a batch: number of the line, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The caller's own name for the check.</summary>
    public string? Id { get; init; }

    public required string Verdict { get; init; }

    public required string Strength { get; init; }

    /// <summary>What to do, with the policy of <c>--on-uncertain</c> applied.</summary>
    public required bool ShouldRefuse { get; init; }

    public required string Explanation { get; init; }

    /// <summary>Why the verdict is uncertain.</summary>
    public string? Reason { get; init; }

    /// <summary>Unix seconds when asking again makes sense, after a budget refused.</summary>
    public long? RetryAt { get; init; }

    /// <summary>Keep it with the account: it is matched later without a charge. Missing when something could not be evaluated.</summary>
    public string? Handle { get; init; }

    /// <summary>After a match: whether the handle should be made anew by a check.</summary>
    public bool? NeedsRefresh { get; init; }

    public long? ListAgeSeconds { get; init; }

    public ulong? ListSequence { get; init; }

    /// <summary>The check is kept and will be asked again; its event names it so.</summary>
    public string? Pending { get; init; }

    /// <summary>False when the check should have been kept and was not; missing otherwise.</summary>
    public bool? Kept { get; init; }

    /// <summary>When a watch was asked for: whether it has begun.</summary>
    public bool? Watched { get; init; }

    public required IReadOnlyList<IdentifierAnswer> Identifiers { get; init; }
}

/// <summary>The answer about one identifier, at the position at which it was sent.</summary>
internal sealed record IdentifierAnswer
{
    public string? Kind { get; init; }

    /// <summary><c>listed</c>, <c>not-listed</c>, <c>unsure</c>, <c>stale</c>, or <c>refused</c>: the text is no identifier of its kind.</summary>
    public required string Verdict { get; init; }

    public required string Standing { get; init; }

    public required string Explanation { get; init; }

    public string? Reason { get; init; }

    public string? Category { get; init; }

    public string? Tier { get; init; }

    public required IReadOnlyList<string> Flags { get; init; }

    public string? FirstObserved { get; init; }

    public string? LastObserved { get; init; }

    public string? Reporters { get; init; }

    public uint? Epoch { get; init; }

    public uint? Ring { get; init; }

    public string? Tag { get; init; }

    public long? RetryAt { get; init; }

    /// <summary>Code of spec/identifiers.md for a text that is no identifier.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>For a refused text: whether it looks like an invented document number.</summary>
    public bool? LooksFabricated { get; init; }
}

/// <summary>A check that was not asked now and is kept.</summary>
internal sealed record PendingAnswer(string Pending, string? Id);

/// <summary>A line of a batch that is no request.</summary>
internal sealed record LineError(int Line, Problem Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckAnswer))]
[JsonSerializable(typeof(PendingAnswer))]
[JsonSerializable(typeof(LineError))]
internal sealed partial class CheckJson : JsonSerializerContext;
