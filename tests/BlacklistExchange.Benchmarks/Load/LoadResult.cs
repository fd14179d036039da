using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Benchmarks.Measuring;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary>What a run of the load program saw, while it measured.</summary>
/// <param name="Scenario">What was sent.</param>
/// <param name="Seconds">How long it measured.</param>
/// <param name="Milliseconds">From sending to the last byte of the answer, of every good answer.</param>
/// <param name="Failures">How many answers were no good, by reason.</param>
/// <param name="HubTimes">What the hub spent meanwhile, on all requests there were.</param>
internal sealed record LoadResult(Scenario Scenario, double Seconds, Distribution Milliseconds, IReadOnlyDictionary<string, int> Failures, HubTimes HubTimes)
{
    public double RequestsPerSecond => Milliseconds.Count / Seconds;

    public double ElementsPerSecond => RequestsPerSecond * Scenario.Elements;

    /// <summary>The hub's processor time for one request, all cores together.</summary>
    public double HubMicroseconds => HubTimes.Process.TotalMicroseconds / Milliseconds.Count;

    /// <summary>Of that, what its threads spent on decoding, evaluating and proving.</summary>
    public double HubArithmeticMicroseconds => HubTimes.Arithmetic.TotalMicroseconds / Milliseconds.Count;

    public string FailureText => string.Join(", ", Failures.Select(static failure => $"{failure.Value} × {failure.Key}"));
}
