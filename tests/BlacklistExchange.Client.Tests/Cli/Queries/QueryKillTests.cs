using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Cli.Queries;

/// <summary>Kills a real <c>bex</c> in the middle of a file and counts what the hub charged.</summary>
public sealed class QueryKillTests
{
    private const int Rows = 7 * GroupSizes.MaxGroup;
    private const int First = 6_000;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Pays_twice_at_most_what_it_says_and_never_for_a_written_row(int request)
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(First + 5), TestIds.Phone(First + Rows - 1));
        string csv = world.PhonesCsv(Enumerable.Range(First, Rows));
        string[] query = ["query", "--csv", csv, "--column", "phone", "--kind", "phone", "--key", "seller_id", "--out", world.Folder["out.csv"], "--profile", world.Profile, "--json"];
        JsonNode plan = JsonNode.Parse((await BexRun.Async([.. query, "--dry-run"])).Output)!;

        BexRun killed = await KillAtAsync(world, query, request);
        Assert.Equal(137, killed.Code);
        int written = Math.Max(0, File.ReadAllLines(world.Folder["out.csv"]).Length - 1);
        JsonNode before = JsonNode.Parse((await BexRun.Async([.. query, "--dry-run", "--resume"])).Output)!;
        JsonNode resumed = JsonNode.Parse((await BexRun.Async([.. query, "--resume"])).Output.Trim())!["summary"]!;

        long twice = world.Hub.Charged - Rows;
        Assert.Equal((written, Rows - written), (Number(resumed, "skipped"), Number(resumed, "asked")));
        Assert.InRange(twice, 0, Number(resumed, "units_paid_twice_at_most"));
        Assert.Equal(Number(before, "units_paid_twice_at_most"), Number(resumed, "units_paid_twice_at_most"));
        Assert.InRange(Number(resumed, "units_paid_twice_at_most"), 0, Number(plan, "units_at_risk"));
        Assert.Equal(Rows - written, Number(before, "rows"));
        string[] rows = File.ReadAllLines(world.Folder["out.csv"]);
        Assert.Equal(Enumerable.Range(2, Rows), rows.Skip(1).Select(static row => int.Parse(row.Split(',')[0], CultureInfo.InvariantCulture)));
        Assert.Equal([$"s{First + 5}", $"s{First + Rows - 1}"], rows.Where(static row => row.Contains(",listed,")).Select(static row => row.Split(',')[1]));
        Assert.False(File.Exists(world.Folder["out.csv.asked"]));
    }

    [Fact]
    public async Task Keeps_a_stale_verdict_and_asks_for_it_again_on_demand_alone()
    {
        ClockAt slow = new() { Offset = TimeSpan.FromHours(-3) };
        await using CliWorld world = await CliWorld.StartAsync(new BlacklistExchange.Client.Testing.FakeHubOptions { TimeProvider = slow });
        string[] query = ["query", "--csv", world.PhonesCsv([1, 2, 3]), "--column", "phone", "--kind", "phone", "--out", world.Folder["out.csv"]];
        Assert.Contains("3 stale", (await world.Bex([.. query, "--stale-after", "1"])).Error);
        long paid = world.Hub.Charged;

        BexRun resumed = await world.Bex([.. query, "--resume"]);
        Assert.Equal(ExitCode.Uncertain, resumed.Code);
        Assert.Contains("3 skipped, 0 asked", resumed.Error);
        Assert.Equal(paid, world.Hub.Charged);

        BexRun again = await world.Bex([.. query, "--resume", "--retry-stale"]);
        Assert.Equal(ExitCode.Clear, again.Code);
        Assert.Contains("3 not-listed. 0 skipped, 3 asked", again.Error);
        Assert.True(world.Hub.Charged > paid);
    }

    [Fact]
    public async Task Says_where_the_time_went_and_what_a_stop_would_cost()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        BexRun run = await world.Bex("query", "--csv", world.PhonesCsv([1, 2, 3]), "--column", "phone", "--kind", "phone", "--out", world.Folder["out.csv"]);
        Assert.Contains("at most", run.Error.Split('\n')[0]);
        Assert.Contains("units may then be paid twice", run.Error);
        foreach (string phase in new[] { "reading", "blinding", "waiting for the hub", "verifying", "looking up", "writing" })
        {
            Assert.Contains(phase, run.Error);
        }
    }

    /// <summary>Holds the hub's answer to one of its evaluation requests, and kills the process meanwhile.</summary>
    private static async Task<BexRun> KillAtAsync(CliWorld world, string[] query, int request)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int seen = 0;
        world.Hub.BeforeAnswer = async one =>
        {
            if (one.Purpose is not null && Interlocked.Increment(ref seen) == request)
            {
                reached.TrySetResult();
                await killed.Task;
            }
        };
        BexRun run = await BexProcess.RunAsync(query, async process =>
        {
            await reached.Task;
            process.Kill();
            await process.WaitForExitAsync();
        });
        world.Hub.BeforeAnswer = null;
        killed.SetResult();
        return run;
    }

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();
}
