namespace BlacklistExchange.KillTest.Weather;

/// <summary>First the folders of keys and list files are full, then that of the database; nobody restarts the hub.</summary>
internal static class FullDisk
{
    private const string Full = "store-unavailable";

    public static async Task<string> RunAsync(string folder, SeededNumbers numbers)
    {
        using Mounts mounts = new();
        HubProcess hub = new(folder);
        mounts.Add(hub.Data, "size=24m");
        await hub.VerbAsync("init", "--exchange", Load.Exchange);
        string keys = Path.Combine(hub.Data, "keys");
        string files = Path.Combine(hub.Data, "snapshots");
        mounts.Add(keys, "size=256k");
        mounts.Add(files, "size=256k");
        try
        {
            await hub.ServeAsync();
            await using World world = await World.StartAsync(hub, () => StoreCheck.Sqlite(hub.Database), numbers, members: 3);
            string small = await FoldersAsync(world, keys, files);
            string large = await DatabaseAsync(world);
            await hub.KillAsync();
            await hub.ServeAsync();
            world.Reconnect();
            await world.CheckAsync(new int[world.Members.Length]);
            return $"{small}; {large}; kill -9 and recovery: {world.Members.Sum(static member => member.Acknowledged.Count)} reports and {world.Members.Sum(static member => member.Charged)} units as acknowledged";
        }
        finally
        {
            hub.KillIfServing();
        }
    }

    /// <summary>Members notice nothing; an operator is told, and loses nothing.</summary>
    private static async Task<string> FoldersAsync(World world, string keys, string files)
    {
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.GoodAsync();
        Mounts.Fill(keys);
        Mounts.Fill(files);
        int names = Directory.GetFiles(keys).Length;
        await RefusesAsync(world.Hub, "epoch", "open", Load.List);
        BrokenPromiseException.Unless(Directory.GetFiles(keys).Length == names, "A refused epoch left a key file behind.");
        await RefusesAsync(world.Hub, "snapshot", "build");
        await load.GoodAsync();
        Mounts.Free(keys);
        Mounts.Free(files);
        await world.Hub.VerbAsync("epoch", "open", Load.List);
        await world.Hub.VerbAsync("snapshot", "build");
        await load.EndAsync();
        BrokenPromiseException.Unless(LoadUnderWay.Refused(world, Full) == 0, "Members were refused although the database had room.");
        await world.CheckAsync(new int[world.Members.Length]);
        return "keys and list files full: epoch open and snapshot build 503, members served, both done when there was room";
    }

    private static async Task<string> DatabaseAsync(World world)
    {
        LoadUnderWay load = LoadUnderWay.Begin(world);
        await load.GoodAsync();
        Mounts.Fill(world.Hub.Data);
        await load.RefusedAsync(Full);
        await RefusesAsync(world.Hub, "entity", "add", "late", "--name", "late", "--registry-number", "late");
        foreach (Member member in world.Members)
        {
            await member.UsedAsync();
        }
        await load.RefusedAsync(Full);
        Mounts.Free(world.Hub.Data);
        TimeSpan recovered = await load.GoodAsync();
        await world.Hub.VerbAsync("entity", "add", "late", "--name", "late", "--registry-number", "late");
        await load.EndAsync();
        await world.CheckAsync(new int[world.Members.Length]);
        return $"database full: {LoadUnderWay.Refused(world, Full)} requests 503, none wrong, reads served, good answers for all {recovered.TotalSeconds:0.0} s after there was room, longest answer {load.Longest.TotalSeconds:0.0} s";
    }

    private static async Task RefusesAsync(HubProcess hub, params string[] verb)
    {
        (int code, string said) = await hub.TryVerbAsync(verb);
        BrokenPromiseException.Unless(code == 1 && said.Contains($"({Full})", StringComparison.Ordinal), $"bex-hub {string.Join(' ', verb)} on a full disk ended with {code}:\n{said}");
    }
}
