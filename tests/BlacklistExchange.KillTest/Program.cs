using System.Globalization;
using BlacklistExchange.KillTest;
using BlacklistExchange.KillTest.Failover;
using BlacklistExchange.KillTest.Weather;

if (args is ["weather", .. string[] weather])
{
    return await WeatherRun.RunAsync(weather);
}

if (args is ["failover", .. string[] failover])
{
    return await FailoverRun.RunAsync(failover);
}

// run [kills] [seed]: kills a hub under load at random moments and checks after each restart that it has kept its word.
int kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
ulong seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
string folder = Directory.CreateTempSubdirectory("bex-kill-").FullName;
Console.WriteLine($"kill test: {kills} kills, seed {seed}, folder {folder}");
try
{
    await using KillRun run = await KillRun.StartAsync(folder, new SeededNumbers(seed));
    await run.RepeatAsync(kills);
    Console.WriteLine($"kill test passed: {run.Summary}, seed {seed}");
}
catch (Exception exception)
{
    Console.WriteLine(exception is BrokenPromiseException ? exception.Message : exception.ToString());
    Console.WriteLine($"kill test FAILED, seed {seed}; the hub's folder and log are kept in {folder}");
    return 1;
}
Directory.Delete(folder, recursive: true);
return 0;
