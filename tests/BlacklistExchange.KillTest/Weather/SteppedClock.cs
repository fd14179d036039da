using System.Globalization;

namespace BlacklistExchange.KillTest.Weather;

/// <summary>The wall clock of a running hub is set, under load and over a restart. The monotonic clock goes on: libfaketime is told to leave it alone.</summary>
internal static class SteppedClock
{
    private const string Right = "+0";
    private const string Stepped = "clock-stepped";

    public static async Task<string> RunAsync(string folder, SeededNumbers numbers)
    {
        string library = Directory.EnumerateDirectories("/usr/lib").Select(static path => Path.Combine(path, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
            ?? throw new BrokenPromiseException("libfaketimeMT.so.1 is not on this machine. On Debian: apt-get install faketime");
        string file = Path.Combine(folder, "time");
        Set(file, Right);
        HubProcess hub = new(folder)
        {
            Surroundings = new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = library,
                ["FAKETIME_TIMESTAMP_FILE"] = file,
                ["FAKETIME_NO_CACHE"] = "1",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["NO_FAKE_STAT"] = "1",
            },
        };
        try
        {
            await hub.VerbAsync("init", "--exchange", Load.Exchange);
            await hub.ServeAsync();
            await using World world = await World.StartAsync(hub, () => StoreCheck.Sqlite(hub.Database), numbers, members: 3);
            List<string> outcomes = [];
            foreach (string step in (string[])["-1h", "+1d", "+400d"])
            {
                outcomes.Add(await StepAsync(world, file, step));
            }
            foreach (string step in (string[])["-1h", "+400d"])
            {
                await RestartAsync(world, file, step);
            }
            await AcceptAsync(world, file);
            return $"{string.Join("; ", outcomes)}; a start at -1h and at +400d charged nothing; +1d and back accepted, charging goes on; {LoadUnderWay.Refused(world, Stepped)} requests 503, none wrong, "
                + $"{world.Members.Sum(static member => member.Charged)} units charged once";
        }
        finally
        {
            hub.KillIfServing();
        }
    }

    private static async Task<string> StepAsync(World world, string file, string step)
    {
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.GoodAsync();
        string[] keys = Directory.GetFiles(Path.Combine(world.Hub.Data, "keys"));
        Set(file, step);
        await load.RefusedAsync(Stepped);
        long answers = world.Answers;
        foreach (Member member in world.Members)
        {
            BrokenPromiseException.Unless(await member.UsedAsync() == member.Charged, $"{step}: {member.Slug}'s budget is not what it was charged.");
        }
        (_, string said) = await world.Hub.TryVerbAsync("clock", "show");
        BrokenPromiseException.Unless(said.Contains("charging stopped", StringComparison.Ordinal), $"{step}: clock show says {said}");
        await RefusesAsync(world.Hub, "epoch", "open", Load.List);
        await RefusesAsync(world.Hub, "snapshot", "build");
        await load.RefusedAsync(Stepped);
        BrokenPromiseException.Unless(world.Answers == answers, $"{step}: the hub charged or took in under a clock that was set.");
        BrokenPromiseException.Unless(Directory.GetFiles(Path.Combine(world.Hub.Data, "keys")).SequenceEqual(keys), $"{step}: keys were destroyed.");
        Set(file, Right);
        TimeSpan recovered = await load.GoodAsync();
        await load.EndAsync();
        await world.CheckAsync(new int[world.Members.Length]);
        return $"{step}: all 503, good answers {recovered.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s after it was back";
    }

    /// <summary>Started in the middle of a step, the hub sees that its store knows better.</summary>
    private static async Task RestartAsync(World world, string file, string step)
    {
        await world.Hub.KillAsync();
        Set(file, step);
        await world.Hub.ServeAsync();
        world.Reconnect();
        long answers = world.Answers;
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.RefusedAsync(Stepped);
        BrokenPromiseException.Unless(world.Answers == answers, $"{step}: the hub charged or took in after a start under a wrong clock.");
        Set(file, Right);
        await load.GoodAsync();
        await load.EndAsync();
        await world.CheckAsync(new int[world.Members.Length]);
    }

    private static async Task AcceptAsync(World world, string file)
    {
        foreach (string step in (string[])["+1d", Right])
        {
            LoadUnderWay load = LoadUnderWay.Begin(world);
            await load.GoodAsync();
            Set(file, step);
            await load.RefusedAsync(Stepped);
            await world.Hub.VerbAsync("clock", "accept", "--reason", "weather");
            await load.GoodAsync();
            await load.EndAsync();
            await world.CheckAsync(new int[world.Members.Length]);
        }
    }

    private static async Task RefusesAsync(HubProcess hub, params string[] verb)
    {
        (int code, string said) = await hub.TryVerbAsync(verb);
        BrokenPromiseException.Unless(code == 1 && said.Contains($"({Stepped})", StringComparison.Ordinal), $"bex-hub {string.Join(' ', verb)} under a stepped clock ended with {code}:\n{said}");
    }

    /// <summary>The library reads it at every look at the clock, so it is never half there.</summary>
    private static void Set(string file, string offset)
    {
        File.WriteAllText(file + ".next", offset + "\n");
        File.Move(file + ".next", file, overwrite: true);
    }
}
