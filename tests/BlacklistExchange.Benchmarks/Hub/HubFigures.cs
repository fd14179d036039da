using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Running;
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
        LoadPlan bulk = new(Streams: 4, WarmUp, duration);
        LoadPlan many = new(Streams: 16, WarmUp, duration / 2);
        LoadPlan first = many with { WarmUp = FirstWarmUp };
        LoadPlan lone = new(Streams: 1, WarmUp, duration / 2);
        LoadPlan other = lone with { Streams = 2 };
        Measured measured;
        await using (HubWorld world = await HubWorld.StartAsync(Members, cancellationToken))
        {
            LoadResult crowd = await RunAsync(world, "signup", first, cancellationToken);
            LoadResult alone = await RunAsync(world, "signup", lone, cancellationToken);
            LoadResult[] beside = await Task.WhenAll(RunAsync(world, "signup", lone, cancellationToken), RunAsync(world, "screen", other, cancellationToken, firstMember: 1));
            LoadResult lists = await RunAsync(world, "lists", many, cancellationToken);
            // Last, when the runtime has compiled what it will: its compiler is not the hub's work.
            LoadResult heavy = await RunAsync(world, "screen", bulk, cancellationToken);
            measured = new Measured(heavy, crowd, alone, beside[0], beside[1], lists, world.Hub.ResidentMegabytes, Arithmetic: 0);
        }

        measured = measured with { Arithmetic = ArithmeticMicroseconds(quick) };

        return new Report(Figures(measured),
            [
                $"A real bex-hub process on loopback, {Members} members with certificates of their own, TLS 1.3, HTTP/2, connections held open; database and load program on the same machine and cores.",
                "Each stream sends its next request when the answer to the last has come. Every request has a request id of its own, so each is charged in a durable transaction; the first hundred answers and one in fifty after them are finalized, proof and all.",
                "The hub counts its own time: `bex.evaluation.arithmetic.time` (the processor time of its threads between entering and leaving the curve) and `dotnet.process.cpu.time`, read from its metrics before and after.",
                $"{FirstWarmUp.TotalSeconds:0} s unmeasured at first, {WarmUp.TotalSeconds:0} s before each further scenario; {duration.TotalSeconds:0} s measured, half of that for all but the first. The hub's rate limits are off, everything else is as it ships.",
            ]);
    }

    private static List<Figure> Figures(Measured measured)
    {
        (LoadResult heavy, LoadResult crowd, LoadResult alone, LoadResult beside, LoadResult other, LoadResult lists, double resident, double arithmetic) = measured;
        int elements = heavy.Kinds.Single().Elements;
        return
        [
            new Figure("elements_per_s", heavy.ElementsPerSecond, "elements evaluated with proof, groups of 1024, 4 requests at once"),
            new Figure("kernel_per_s", 1e6 / arithmetic, "reference: elements decoded, evaluated and proved in a second by one core of this process"),
            new Figure("hub_cpu_us", heavy.HubMicroseconds / elements, "the hub's processor time for an element of a group of 1024, TLS, JSON and commit included"),
            new Figure("hub_arithmetic_us", heavy.HubArithmeticMicroseconds / elements, "of that, decoding, evaluating and proving, by the clocks of its threads"),
            new Figure("hub_other_us", (heavy.HubMicroseconds - heavy.HubArithmeticMicroseconds) / elements, "of that, everything else"),
            new Figure("arithmetic_share", heavy.HubArithmeticMicroseconds / heavy.HubMicroseconds, "how much of the hub's processor time is group arithmetic"),
            new Figure("arithmetic_us", arithmetic, "reference: the same for an element of such a group in this process, one core, nothing else running"),
            new Figure("bulk_p99_ms", heavy.Milliseconds.Percentile(99), "of the groups of 1024, from sending to the last byte of the answer"),
            new Figure("requests_per_s", crowd.RequestsPerSecond, "lone queries padded to a group of 4, durably charged, 16 at once"),
            new Figure("p50_ms", crowd.Milliseconds.Percentile(50), "of those lone queries"),
            new Figure("p99_ms", crowd.Milliseconds.Percentile(99), "of those lone queries"),
            new Figure("single_p50_ms", alone.Milliseconds.Percentile(50), "a lone query, one at a time on one connection, nobody else there"),
            new Figure("single_p99_ms", alone.Milliseconds.Percentile(99), "of those"),
            new Figure("beside_bulk_p50_ms", beside.Milliseconds.Percentile(50), "the same while another member keeps two groups of 1024 going"),
            new Figure("beside_bulk_ratio", beside.Milliseconds.Percentile(50) / alone.Milliseconds.Percentile(50), "what that does to the lone query: 1 is nothing"),
            new Figure("beside_bulk_elements_per_s", other.ElementsPerSecond, "elements of that other member meanwhile"),
            new Figure("lists_per_s", lists.RequestsPerSecond, "reference: GET /v1/lists over the same connections, 16 at once, without evaluation or commit"),
            new Figure("hub_rss_mb", resident, "the hub's resident memory at the end"),
        ];
    }

    private static async Task<LoadResult> RunAsync(HubWorld world, string scenario, LoadPlan plan, CancellationToken cancellationToken, int firstMember = 0)
    {
        using LoadTarget target = await LoadTarget.OpenAsync([.. world.Members.Skip(firstMember).Take(plan.Streams)], [], HubWorld.List, ledger: null, cancellationToken);
        using TemporaryFolder folder = new();
        LoadResult result = await LoadRun.RunAsync(Scenario.Of(scenario).Prepare(target, folder), plan, world.Scrape, progress: null, cancellationToken);
        return result.Failed == 0 ? result : throw new NotMeasuredException($"Scenario '{scenario}': {result.FailureText}.");
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

    private sealed record Measured(LoadResult Heavy, LoadResult Crowd, LoadResult Alone, LoadResult Beside, LoadResult Other, LoadResult Lists, double Resident, double Arithmetic);
}
