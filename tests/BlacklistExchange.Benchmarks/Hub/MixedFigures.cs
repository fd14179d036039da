using System.Globalization;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Running;

namespace BlacklistExchange.Benchmarks.Hub;

/// <summary>A hub for ten minutes at 60 % of what the same run finds to be its capacity: how long answers take, and whether it grows.</summary>
internal static class MixedFigures
{
    private const double Share = 0.6;
    private const int Streams = 16;

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        Order order = new(Scenario.Of("mixed"), Streams, quick ? TimeSpan.FromSeconds(30) : TimeSpan.FromMinutes(10)) { Share = Share };
        Outcome outcome = await Pressing.RunAsync(order, Console.Error.WriteLine, cancellationToken);
        if (outcome.Result.Failed > 0 || outcome.Faults.Count > 0 || outcome.Verdict is not { Kept: true } verdict)
        {
            throw new NotMeasuredException($"What fails is not measured: {outcome.ToText()}");
        }
        return new Report(Figures(outcome, verdict),
            [
                $"The load program's scenario `mixed` against a bex-hub of its own on SQLite, database and load program on the same machine and cores: of 100 operations 82 lone sign-ups, 10 reports of three items, 4 callers on the whole SDK, 2 groups of 1024, 2 members that fetch everything.",
                $"First a ramp finds the capacity, then {Share:P0} of it is held at even distances for {order.Length.TotalSeconds:0} s. An operation that had to wait for a free stream has its latency from when it was due.",
                "No operation failed, the hub's log has no error and no unhandled exception, and afterwards the ledger was compared with the hub: a run where that is not so gives no figures.",
                "Memory is the hub's own figure, read from its metrics now and then: the median of the last quarter by that of the second; the first is where caches fill and code is compiled.",
            ]);
    }

    private static List<Figure> Figures(Outcome outcome, LedgerVerdict verdict)
    {
        List<Figure> figures =
        [
            new("capacity_per_s", outcome.Capacity ?? 0, "reference: operations a second of this mixture, as many at once as are of use"),
            new("held_per_s", outcome.Result.RequestsPerSecond, $"operations a second while it was held, {Share.ToString("P0", CultureInfo.InvariantCulture)} of that"),
            new("p50_ms", outcome.Result.Milliseconds.Percentile(50), "of all operations together"),
            new("p99_ms", outcome.Result.Milliseconds.Percentile(99), "of all operations together"),
        ];
        figures.AddRange(outcome.Result.Kinds.Select(static kind => new Figure($"{kind.Name}_p99_ms", new Distribution(kind.Milliseconds).Percentile(99), $"of `{kind.Name}`, {kind.Done} of them")));
        figures.AddRange(
        [
            new("memory_growth", MemoryWatch.Growth(outcome.Memory), "the hub's working set, last quarter by second: 1 is flat"),
            new("heap_growth", MemoryWatch.Growth(outcome.Heap), "the same of its managed heap after a collection"),
            new("memory_mb", outcome.Memory.Max(), "the most working set"),
            new("repeats", outcome.Repeats, "requests that the SDK sent again"),
            new("reports", verdict.ReportsAcknowledged, "reports acknowledged, each found again under its receipt"),
            new("units", verdict.UnitsSpent, "units charged, each for an answer"),
        ]);
        return figures;
    }
}
