namespace BlacklistExchange.KillTest.Weather;

/// <summary>All members report and ask, each one at a time, until this ends. A connection that breaks, or an answer that is neither right nor a 503, is the end of the run.</summary>
internal sealed class LoadUnderWay
{
    private const int Tries = 6000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly World _world;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _load;

    private LoadUnderWay(World world)
    {
        _world = world;
        Array.ForEach(world.Members, static member => member.Longest = TimeSpan.Zero);
        _load = Task.WhenAll(world.Members.Select(member => world.Load.RunAsync(member, _stop.Token)));
    }

    /// <summary>The longest that any answer has taken.</summary>
    public TimeSpan Longest => _world.Members.Max(static member => member.Longest);

    public static LoadUnderWay Begin(World world) => new(world);

    /// <summary>How often the hub has refused with a problem, all routes and members.</summary>
    public static int Refused(World world, string problem) =>
        world.Members.Sum(member => member.Passed.Where(one => one.Key.EndsWith($" {problem}", StringComparison.Ordinal)).Sum(static one => one.Value));

    /// <summary>Until every member has a new receipt and a new charge; how long that took.</summary>
    public async Task<TimeSpan> GoodAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        (int, long)[] before = [.. _world.Members.Select(static member => (member.Acknowledged.Count, member.Charged))];
        await UntilAsync(() => _world.Members.Zip(before).All(static pair => pair.First.Acknowledged.Count > pair.Second.Item1 && pair.First.Charged > pair.Second.Item2), "answers that are no 503");
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Reports with a receipt, all members.</summary>
    public int Reports => _world.Members.Sum(static member => member.Acknowledged.Count);

    /// <summary>Until so many more reports are acknowledged; how long that took.</summary>
    public async Task<TimeSpan> ReportsAsync(int more)
    {
        long start = TimeProvider.System.GetTimestamp();
        int wanted = Reports + more;
        await UntilAsync(() => Reports >= wanted, "a receipt");
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Until every member has been refused so on both its routes, more often than what was on its way.</summary>
    public async Task RefusedAsync(string problem)
    {
        int[][] before = [.. _world.Members.Select(member => Counts(member, problem))];
        await UntilAsync(() => _world.Members.Zip(before).All(pair => Counts(pair.First, problem).Zip(pair.Second).Count(static route => route.First > route.Second + 1) == 2), problem);
    }

    /// <summary>Until any request has been refused so.</summary>
    public async Task RefusedOnceAsync(string problem)
    {
        int before = Refused(_world, problem);
        await UntilAsync(() => Refused(_world, problem) > before, problem);
    }

    /// <summary>Lets what is under way be answered. Every request has had its answer then, so nothing is in doubt.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _load;
        _world.Hub.RequireServing();
        BrokenPromiseException.Unless(_world.Members.All(static member => member.DoubtfulReport is null && member.DoubtfulQuery is null), "A connection broke under a request.");
        _stop.Dispose();
    }

    private static int[] Counts(Member member, string problem) =>
        [.. ((string[])[Protocol.Wire.Routes.Reports, Protocol.Wire.Routes.Evaluate]).Select(route => member.Passed.GetValueOrDefault($"{route} {problem}"))];

    private async Task UntilAsync(Func<bool> come, string what)
    {
        for (int tries = 0; !come(); tries++)
        {
            if (_load.IsCompleted)
            {
                await _load;
                _world.Hub.RequireServing();
            }
            BrokenPromiseException.Unless(!_load.IsCompleted && tries < Tries, $"There never came: {what}.");
            await Task.Delay(Pause);
        }
    }
}
