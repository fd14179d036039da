using BlacklistExchange.Load.Hub;
using BlacklistExchange.Load.Measuring;

namespace BlacklistExchange.Load.Running;

/// <summary>What a run of the load program saw, while it measured.</summary>
/// <param name="Kinds">By kind of operation.</param>
/// <param name="Seconds">How long it measured.</param>
/// <param name="HubTimes">What the hub spent meanwhile, on all requests there were; zero when nobody asked it.</param>
internal sealed record LoadResult(IReadOnlyList<KindResult> Kinds, double Seconds, HubTimes HubTimes)
{
    public int Done => Kinds.Sum(static kind => kind.Done);

    public int Failed => Kinds.Sum(static kind => kind.Failed);

    /// <summary>From sending to the answer, of every good one.</summary>
    public Distribution Milliseconds => new(Kinds.SelectMany(static kind => kind.Milliseconds));

    public double RequestsPerSecond => Done / Seconds;

    public double ElementsPerSecond => Kinds.Sum(static kind => kind.PerSecond * kind.Elements);

    /// <summary>The hub's processor time for one operation, all cores together.</summary>
    public double HubMicroseconds => HubTimes.Process.TotalMicroseconds / Done;

    /// <summary>Of that, what its threads spent on decoding, evaluating and proving.</summary>
    public double HubArithmeticMicroseconds => HubTimes.Arithmetic.TotalMicroseconds / Done;

    public string FailureText => string.Join(", ", Kinds.SelectMany(static kind => kind.Failures).Select(static failure => $"{failure.Value.Count} × {failure.Key}: {failure.Value.First}"));
}
