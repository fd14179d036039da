using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Entries;

/// <summary>
/// When the third member uses a category, the older labels of the list that hide it may say more: they are sealed again, some hundred a transaction so that
/// nobody waits. Stopped half way it begins anew; labels that are right already are not touched.
/// </summary>
internal sealed class RelabelEntries(Store store, EntryKeys entryKeys, RestoredState restored, TimeProvider time, ILogger<RelabelEntries> logger) : BackgroundService
{
    private const int EntriesPerTransaction = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Looks at every list that is due; returns the number of labels sealed again: none while the hub is read-only.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        int relabelled = 0;
        if (restored.IsReadOnly)
        {
            return relabelled;
        }
        foreach (string list in await store.ReadAsync(CategorySql.Unsettled, cancellationToken))
        {
            IReadOnlySet<Category> shown = await store.ReadAsync((connection, transaction) => CategorySql.Shown(connection, transaction, list), cancellationToken);
            EntryAddress? after = new EntryAddress(list, 0, 0, default);
            while (after is { } from)
            {
                (after, int changed) = await store.WriteAsync((connection, transaction) =>
                {
                    EntryLedger ledger = new(connection, transaction, entryKeys, time.GetUtcNow().ToUnixTimeSeconds());
                    IReadOnlyList<Entry> entries = EntrySql.ShownAfter(connection, transaction, from, EntriesPerTransaction);
                    int sealedAgain = entries.Count(entry => ledger.Refresh(entry).Version != entry.Version);
                    return (entries.Count == EntriesPerTransaction ? entries[^1].Address : (EntryAddress?)null, sealedAgain);
                }, cancellationToken);
                relabelled += changed;
            }
            await store.WriteAsync((connection, transaction) =>
            {
                CategorySql.Settle(connection, transaction, list, shown);
                return true;
            }, cancellationToken);
        }
        return relabelled;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                int relabelled = await RunOnceAsync(stoppingToken);
                if (relabelled > 0)
                {
                    logger.LogInformation(HubEvents.LabelsSealedAgain, "{Count} labels say their category now.", relabelled);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(HubEvents.EntryUpkeepFailed, exception, "Labels could not be looked at; trying again in {Seconds} s.", Interval.TotalSeconds);
            }
        }
    }
}
