namespace BlacklistExchange.KillTest;

/// <summary>Load, kill, restart, check; again and again over one data folder.</summary>
internal sealed class KillRun : IAsyncDisposable
{
    private const int Members = 3;

    private readonly World _world;
    private readonly SeededNumbers _numbers;
    private int _kills;

    private KillRun(World world, SeededNumbers numbers)
    {
        _world = world;
        _numbers = numbers;
    }

    public string Summary =>
        $"{_kills} kills, {_world.Members.Sum(static member => member.Acknowledged.Count)} reports acknowledged and kept, {_world.Members.Sum(static member => member.Charged)} units charged once; "
        + $"of what was under way at a kill {_world.Kept} reports and {_world.QueriesKept} charges had been committed whole, {_world.Lost} reports not at all; manifest {_world.Sequence}";

    public static async Task<KillRun> StartAsync(string folder, SeededNumbers numbers)
    {
        HubProcess hub = new(folder);
        try
        {
            await hub.VerbAsync("init", "--exchange", Load.Exchange);
            await hub.ServeAsync();
            return new KillRun(await World.StartAsync(hub, () => StoreCheck.Sqlite(hub.Database), numbers, Members), numbers);
        }
        catch
        {
            hub.KillIfServing();
            throw;
        }
    }

    public async Task RepeatAsync(int kills)
    {
        for (_kills = 0; _kills < kills;)
        {
            int[] before = [.. _world.Members.Select(static member => member.Acknowledged.Count)];
            await LoadAndKillAsync();
            _kills++;
            await _world.Hub.ServeAsync();
            _world.Reconnect();
            await _world.CheckAsync(before);
            if (_kills % 10 == 0 || _kills == kills)
            {
                Console.WriteLine($"{Summary}");
            }
        }
        foreach (Member member in _world.Members)
        {
            await World.ResentAsync(member, member.Acknowledged);
        }
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task LoadAndKillAsync()
    {
        using CancellationTokenSource stop = new();
        Task load = Task.WhenAll(_world.Members.Select(member => _world.Load.RunAsync(member, stop.Token)));
        // From at once, while the first requests are on their way, to deep inside the load; counted in answers, so that a slow machine is killed as deep.
        long answers = _world.Answers + _numbers.Next(0, 150);
        for (int tries = 0; _world.Answers < answers && tries < 1000 && !load.IsCompleted; tries++)
        {
            await Task.Delay(5, CancellationToken.None);
        }
        await Task.Delay(TimeSpan.FromMilliseconds(_numbers.Next(0, 20)), CancellationToken.None);
        await _world.Hub.KillAsync();
        await stop.CancelAsync();
        await load;
    }
}
