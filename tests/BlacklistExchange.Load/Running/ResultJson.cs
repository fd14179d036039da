using System.Text.Json.Serialization;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Measuring;

namespace BlacklistExchange.Load.Running;

/// <summary>A result for programs.</summary>
/// <param name="Scenario">What was done.</param>
/// <param name="Seconds">How long it measured.</param>
/// <param name="CapacityPerSecond">What the ramp found; null without one.</param>
/// <param name="RatePerSecond">What was held; null = as fast as the streams went.</param>
/// <param name="Done">Operations.</param>
/// <param name="Failed">Operations that failed.</param>
/// <param name="Repeats">Requests that the SDK sent again.</param>
/// <param name="Kinds">By kind.</param>
/// <param name="Memory">The hub's working set, megabytes, first to last; null where nobody looked.</param>
/// <param name="Verdict">What comparing the ledger with the hub gave; null when it was not.</param>
internal sealed record ResultMessage(
    string Scenario, double Seconds, double? CapacityPerSecond, double? RatePerSecond, int Done, int Failed, long Repeats, IReadOnlyList<KindMessage> Kinds, IReadOnlyList<double>? Memory, LedgerVerdict? Verdict);

/// <summary>One kind of operation; times in milliseconds.</summary>
internal sealed record KindMessage(string Name, int Done, double PerSecond, double? P50, double? P95, double? P99, double? Max, int Failed, IReadOnlyDictionary<string, int> Failures)
{
    public static KindMessage Of(KindResult kind)
    {
        Distribution? spread = kind.Done > 0 ? new Distribution(kind.Milliseconds) : null;
        return new KindMessage(kind.Name, kind.Done, kind.PerSecond, spread?.Percentile(50), spread?.Percentile(95), spread?.Percentile(99), spread?.Largest, kind.Failed,
            kind.Failures.ToDictionary(static failure => failure.Key, static failure => failure.Value.Count));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ResultMessage))]
internal sealed partial class ResultJson : JsonSerializerContext;
