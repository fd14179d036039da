using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Benchmarks.Load;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Hub;

/// <summary>What a hub answers over mTLS, beside the bare arithmetic on the same machine in the same run.</summary>
internal static class HubFigures
{
    private const int Members = 8;
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        TimeSpan duration = TimeSpan.FromSeconds(quick ? 8 : 60);
        LoadPlan lone = new(Connections: 8, Streams: 2, FirstWarmUp, duration);
        LoadPlan heavy = new(Connections: 4, Streams: 1, WarmUp, duration);
        LoadResult single, bulk, lists;
        double resident;
        await using (HubWorld world = await HubWorld.StartAsync(Members, cancellationToken))
        {
            single = await RunAsync(world, "single", lone, cancellationToken);
            bulk = await RunAsync(world, "bulk", heavy, cancellationToken);
            lists = await RunAsync(world, "lists", lone with { WarmUp = WarmUp, Duration = duration / 2 }, cancellationToken);
            resident = world.Hub.ResidentMegabytes;
        }

        double arithmetic = ArithmeticMicroseconds(quick);
        return new Report(
            [
                new Figure("elements_per_s", bulk.ElementsPerSecond, "elements evaluated with proof, groups of 1024, 4 requests at once"),
                new Figure("requests_per_s", single.RequestsPerSecond, "lone queries padded to a group of 4, durably charged, 16 at once"),
                new Figure("p99_ms", single.Milliseconds.Percentile(99), "of those lone queries, from sending to the last byte of the answer"),
                new Figure("p50_ms", single.Milliseconds.Percentile(50), "of those lone queries"),
                new Figure("bulk_p99_ms", bulk.Milliseconds.Percentile(99), "of the groups of 1024"),
                new Figure("hub_cpu_us", bulk.HubMicroseconds / bulk.Scenario.Elements, "the hub's processor time for an element of a group of 1024, TLS, JSON and commit included"),
                new Figure("arithmetic_us", arithmetic, "reference: decoding, evaluating and proving an element of such a group in this process, one core"),
                new Figure("arithmetic_share", arithmetic * bulk.Scenario.Elements / bulk.HubMicroseconds, "reference by hub: how much of the hub's time is arithmetic"),
                new Figure("lists_per_s", lists.RequestsPerSecond, "reference: GET /v1/lists over the same connections, without evaluation or commit"),
                new Figure("hub_rss_mb", resident, "the hub's resident memory at the end"),
            ],
            [
                $"A real bex-hub process on loopback, {Members} members with certificates of their own, TLS 1.3, HTTP/2, connections held open; database and load program on the same machine and cores.",
                "Each stream sends its next request when the answer to the last has come. Every request has a request id of its own, so each is charged in a durable transaction; the first and the last answer of each stream are finalized, proof and all.",
                $"{FirstWarmUp.TotalSeconds:0} s unmeasured at first, {WarmUp.TotalSeconds:0} s before each further scenario; {duration.TotalSeconds:0} s measured, half of that for the lists. The hub's rate limits are off, everything else is as it ships.",
            ]);
    }

    private static async Task<LoadResult> RunAsync(HubWorld world, string scenario, LoadPlan plan, CancellationToken cancellationToken)
    {
        LoadResult result = await LoadRun.RunAsync(world, Scenario.Of(scenario), plan, cancellationToken);
        return result.Failures.Count == 0 ? result : throw new NotMeasuredException($"Scenario '{scenario}': {result.FailureText}.");
    }

    private static double ArithmeticMicroseconds(bool quick)
    {
        const int Batch = 1024;
        using VoprfScene scene = new(Ciphersuite.Ristretto255Sha512, Batch);
        InterleavedRounds rounds = new(Batch, TimeSpan.FromSeconds(2));
        rounds.Add("prove", scene.Prove);
        rounds.Run(TimeSpan.FromSeconds(quick ? 2 : 20));
        return rounds.Microseconds("prove").Median;
    }
}
