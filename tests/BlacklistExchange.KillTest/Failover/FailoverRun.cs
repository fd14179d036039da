using System.Globalization;
using BlacklistExchange.KillTest.Weather;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.KillTest.Failover;

/// <summary>The primary is killed under load, the standby promoted, the killed one made anew, again and again; one hub goes on and keeps its word.</summary>
internal static class FailoverRun
{
    private const string Away = "store-unavailable";
    private const string Write = "--write";
    private const int Kills = 2;

    /// <summary>Reports over which the time from one to the next is taken.</summary>
    private const int Before = 200;

    /// <param name="arguments">A folder of its own, perhaps the number of kills, perhaps --write.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        string folder = arguments[0];
        string[] numbers = [.. arguments[1..].Where(static one => one != Write)];
        int kills = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : Kills;
        try
        {
            BrokenPromiseException.Unless(PostgresBinaries.Missing is null, PostgresBinaries.Missing ?? "");
            (IReadOnlyList<Kill> cost, string summary) = await RunAsync(folder, kills);
            Console.WriteLine(summary);
            if (arguments.Contains(Write))
            {
                Console.WriteLine(FailoverResult.Write($"tests/failover/run {kills} {Write}", cost, summary));
            }
            return 0;
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception is BrokenPromiseException ? exception.Message : exception.ToString());
            Console.WriteLine($"failover FAILED; the hub's log is {folder}/hub.log");
            return 1;
        }
    }

    private static async Task<(IReadOnlyList<Kill> Cost, string Summary)> RunAsync(string folder, int kills)
    {
        using ServerPair pair = await ServerPair.StartAsync(folder);
        string connection = Path.Combine(folder, "connection");
        await File.WriteAllTextAsync(connection, pair.ConnectionLine);
        File.SetUnixFileMode(connection, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        HubProcess hub = new(folder);
        try
        {
            await hub.VerbAsync("init", "--exchange", Load.Exchange, "--connection-file", connection);
            await hub.ServeAsync();
            SeededNumbers numbers = new((ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            await using World world = await World.StartAsync(hub, () => StoreCheck.Postgres(pair.PrimaryLine), numbers, members: 3);
            List<Kill> cost = [];
            for (int kill = 1; kill <= kills; kill++)
            {
                cost.Add(await OverAsync(world, pair));
                Console.WriteLine($"kill {kill}: {Text(cost[^1])}");
            }
            Console.WriteLine($"standby gone: {await AloneAsync(world, pair)}");
            await Task.WhenAll(world.Members.Select(static member => World.ResentAsync(member, member.Acknowledged)));
            BrokenPromiseException.Unless(PostgresPage.Unused.Length == 0, $"The page says more than was typed: {string.Join(", ", PostgresPage.Unused)}.");
            return (cost, $"failover: {world.Members.Sum(static member => member.Acknowledged.Count)} reports acknowledged, none lost, none doubled; "
                + $"{world.Members.Sum(static member => member.Charged)} units charged once; {kills} kills of the primary and one of the standby, one hub process throughout");
        }
        finally
        {
            hub.KillIfServing();
        }
    }

    /// <summary>One kill of the primary, and both servers again afterwards.</summary>
    private static async Task<Kill> OverAsync(World world, ServerPair pair)
    {
        int[] before = [.. world.Members.Select(static member => member.Acknowledged.Count)];
        int refused = LoadUnderWay.Refused(world, Away);
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.GoodAsync();
        TimeSpan interval = await load.ReportsAsync(Before) / Before;
        pair.KillPrimary();
        await load.RefusedOnceAsync(Away);
        long start = TimeProvider.System.GetTimestamp();
        Task acknowledged = load.ReportsAsync(1);
        await Task.Run(pair.Promote);
        TimeSpan promoted = TimeProvider.System.GetElapsedTime(start);
        await acknowledged;
        TimeSpan again = TimeProvider.System.GetElapsedTime(start);
        await load.GoodAsync();
        await pair.RenewStandbyAsync();
        // What was acknowledged after the demand is on both; so is all that stands before it in the log.
        await load.GoodAsync();
        await load.EndAsync();
        await world.CheckAsync(before);
        return new Kill(interval, promoted, again, load.Longest, LoadUnderWay.Refused(world, Away) - refused);
    }

    /// <summary>The standby is killed: nothing is acknowledged until nobody demands it any more.</summary>
    private static async Task<string> AloneAsync(World world, ServerPair pair)
    {
        int[] before = [.. world.Members.Select(static member => member.Acknowledged.Count)];
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.GoodAsync();
        pair.KillStandby();
        await load.RefusedOnceAsync(Away);
        int held = load.Reports;
        // The driver cancels the commit that waits; then it asks, and that question waits and is cancelled as well.
        await load.RefusedOnceAsync(Away);
        BrokenPromiseException.Unless(load.Reports == held, "A report was acknowledged that the standby does not have.");
        pair.DropDemand();
        TimeSpan good = await load.GoodAsync();
        await load.EndAsync();
        await world.CheckAsync(before);
        return $"nothing acknowledged while it was demanded, good answers for all {good.TotalSeconds:0.0} s after that was dropped";
    }

    private static string Text(Kill kill) =>
        $"acknowledged again {kill.Acknowledged.TotalSeconds:0.00} s after the word to promote (of which the promotion {kill.Promoted.TotalSeconds:0.00} s), {kill.Ratio:0} times the {kill.Interval.TotalMilliseconds:0.0} ms from one report to the next before; "
        + $"{kill.Refused} requests 503, none wrong, longest answer {kill.Longest.TotalSeconds:0.0} s";
}
