namespace BlacklistExchange.Load.Hub;

/// <summary>Looks at a hub's working set and heap now and then, as a monitoring system does, until it is disposed.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _workingSet = [];
    private readonly List<double> _heap = [];
    private readonly Task _watching;

    public MemoryWatch(HubScrape scrape, TimeSpan every) => _watching = WatchAsync(scrape, every);

    /// <summary>Megabytes, first to last.</summary>
    public IReadOnlyList<double> WorkingSet => _workingSet;

    /// <summary>Megabytes of the managed heap after its last collection.</summary>
    public IReadOnlyList<double> Heap => _heap;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    /// <summary>The median of the last quarter by that of the second: the first is where caches fill and code is compiled.</summary>
    public static double Growth(IReadOnlyList<double> values)
    {
        int quarter = Math.Max(1, values.Count / 4);
        return Median(values.Skip(values.Count - quarter)) / Median(values.Skip(Math.Min(quarter, values.Count - 1)).Take(quarter));
    }

    private static double Median(IEnumerable<double> values) => new Measuring.Distribution(values).Median;

    private async Task WatchAsync(HubScrape scrape, TimeSpan every)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                (double workingSet, double heap) = await scrape.MemoryAsync(_stop.Token);
                _workingSet.Add(workingSet);
                _heap.Add(heap);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The hub is away for a moment, or the run is over: there is no figure.
            }

            await Task.Delay(every, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
