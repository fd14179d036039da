using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Storage;

/// <summary>How well the writer groups, what it refuses, and who waits.</summary>
internal sealed class StoreMetrics
{
    private readonly Histogram<double> _groups;

    public StoreMetrics(HubMeter hub, Store store, HubOptions options, TimeProvider time)
    {
        Meter meter = hub.Meter;
        long started = time.GetUtcNow().ToUnixTimeSeconds();
        meter.CreateObservableGauge("bex.process.start.time", () => started, "s", "When this process began to serve, in unix seconds.");
        meter.CreateObservableCounter("bex.store.commits", () => store.Counters.Commits, "{commit}", "Durable commits of the writer.");
        meter.CreateObservableCounter("bex.store.items", () => store.Counters.Items, "{item}", "Work items that were committed; divided by commits, the size of a group.");
        meter.CreateObservableCounter("bex.store.refusals", () => store.Counters.Refusals, "{item}", "Work items that the store refused.");
        meter.CreateObservableGauge("bex.store.queue", () => store.Queued, "{item}", "Work items that wait for the writer or are in its hands.");
        meter.CreateObservableGauge("bex.store.readers", () => options.Store.Readers, "{connection}", "Connections for reads, at most.");
        meter.CreateObservableGauge("bex.store.readers.busy", () => store.ReadersBusy, "{connection}", "Connections that read now.");
        meter.CreateObservableGauge("bex.store.readers.waiting", () => store.ReadersWaited, "{read}", "Reads that wait for a connection.");
        _groups = meter.CreateHistogram("bex.store.group.duration", "s", "One group of the writer from its beginning to its end, by how it ended: kept, undone or unknown.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
        store.Counters.Ended = Ended;
    }

    private void Ended(TimeSpan duration, CommitEnd end) => _groups.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("end", end switch
    {
        CommitEnd.Kept => "kept",
        CommitEnd.Undone => "undone",
        _ => "unknown",
    }));
}

/// <summary>Counted by the writer's thread, read by anyone.</summary>
internal sealed class StoreCounters
{
    private long _commits;
    private long _items;
    private long _refusals;

    /// <summary>Told of every group that has ended.</summary>
    public Action<TimeSpan, CommitEnd>? Ended { get; set; }

    public long Commits => Interlocked.Read(ref _commits);

    public long Items => Interlocked.Read(ref _items);

    public long Refusals => Interlocked.Read(ref _refusals);

    public void Committed(int items)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _items, items);
    }

    public void Refused(int items) => Interlocked.Add(ref _refusals, items);
}
