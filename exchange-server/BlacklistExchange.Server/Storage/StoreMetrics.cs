using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Storage;

/// <summary>How well the writer groups, and what it refuses.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(HubMeter hub, Store store)
    {
        hub.Meter.CreateObservableCounter("bex.store.commits", () => store.Counters.Commits, "{commit}", "Durable commits of the writer.");
        hub.Meter.CreateObservableCounter("bex.store.items", () => store.Counters.Items, "{item}", "Work items that were committed; divided by commits, the size of a group.");
        hub.Meter.CreateObservableCounter("bex.store.refusals", () => store.Counters.Refusals, "{item}", "Work items that the store refused.");
    }
}

/// <summary>Counted by the writer's thread, read by anyone.</summary>
internal sealed class StoreCounters
{
    private long _commits;
    private long _items;
    private long _refusals;

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
