using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.KillTest.Weather;

/// <summary>PostgreSQL hangs, is stopped, and has a full disk, while one hub goes on.</summary>
internal static class AwayDatabase
{
    private const string Away = "store-unavailable";

    public static async Task<string> RunAsync(string folder, SeededNumbers numbers, TimeSpan away)
    {
        BrokenPromiseException.Unless(PostgresBinaries.Missing is null, PostgresBinaries.Missing ?? "");
        using Mounts mounts = new();
        using PostgresCluster cluster = PostgresCluster.Start();
        string space = Path.Combine(folder, "space");
        mounts.Add(space, "size=48m,uid=postgres,gid=postgres");
        cluster.Execute($"CREATE TABLESPACE small LOCATION '{space}'");
        cluster.Execute("CREATE DATABASE weather OWNER hub TEMPLATE template0 TABLESPACE small");
        string connection = Path.Combine(folder, "connection");
        await File.WriteAllTextAsync(connection, cluster.ConnectionString("weather", cluster.Port));
        File.SetUnixFileMode(connection, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        HubProcess hub = new(folder);
        try
        {
            await hub.VerbAsync("init", "--exchange", Load.Exchange, "--connection-file", connection);
            await hub.ServeAsync();
            await using World world = await World.StartAsync(hub, () => StoreCheck.Postgres(cluster.ConnectionString("weather")), numbers, members: 3);
            string hung = await OverAsync(world, "hung", async _ =>
            {
                using StoppedProcesses stopped = StoppedProcesses.Under(cluster.KeeperId, Path.Combine(folder, "stopped.pid"));
                await Task.Delay(away);
            });
            string gone = await OverAsync(world, "stopped", async load =>
            {
                cluster.Stop();
                await load.RefusedOnceAsync(Away);
                await Task.Delay(away);
                cluster.Serve();
            });
            string full = await OverAsync(world, "full", async load =>
            {
                Mounts.Fill(space);
                await load.RefusedOnceAsync(Away);
                Mounts.Free(space);
            });
            return $"{away.TotalSeconds:0} s {hung}; {away.TotalSeconds:0} s {gone}; {full}; {world.Members.Sum(static member => member.Acknowledged.Count)} reports and "
                + $"{world.Members.Sum(static member => member.Charged)} units as acknowledged, the same process throughout";
        }
        finally
        {
            hub.KillIfServing();
        }
    }

    private static async Task<string> OverAsync(World world, string what, Func<LoadUnderWay, Task> weather)
    {
        int refused = LoadUnderWay.Refused(world, Away);
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.GoodAsync();
        await weather(load);
        TimeSpan recovered = await load.GoodAsync();
        await load.EndAsync();
        await world.CheckAsync(new int[world.Members.Length]);
        return $"{what}: {LoadUnderWay.Refused(world, Away) - refused} requests 503, none wrong, longest answer {load.Longest.TotalSeconds:0.0} s, good answers for all {recovered.TotalSeconds:0.0} s after it was back";
    }
}
