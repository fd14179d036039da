using System.Data.Common;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Reports;

/// <summary>
/// Erases entries whose time is over: label, wrapped key and the salts of their items. Erased, not hidden: only a new report brings the key back. Entries of an
/// epoch whose keys are destroyed go altogether.
/// </summary>
internal sealed class ExpireEntries(Store store, EntryKeys entryKeys, RestoredState restored, ClockGuard clock, TimeProvider time, ReportsMetrics metrics, ILogger<ExpireEntries> logger) : BackgroundService
{
    private const int EntriesPerTransaction = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Erases all that is due; returns how many entries: none while the clock is not sound or the hub is read-only.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (restored.IsReadOnly || !clock.IsSound)
        {
            return 0;
        }
        int expired = await RepeatAsync(EraseDue, cancellationToken) + await RepeatAsync(DeleteDestroyed, cancellationToken);
        metrics.Expired(expired);
        return expired;
    }

    private async Task<int> RepeatAsync(Func<DbConnection, DbTransaction, int> erase, CancellationToken cancellationToken)
    {
        int erased = 0;
        for (int last = EntriesPerTransaction; last == EntriesPerTransaction; erased += last)
        {
            last = await store.WriteAsync(erase, cancellationToken);
        }
        return erased;
    }

    private int EraseDue(DbConnection connection, DbTransaction transaction)
    {
        EntryLedger ledger = new(connection, transaction, entryKeys, time.GetUtcNow().ToUnixTimeSeconds());
        IReadOnlyList<Entry> due = EntrySql.Due(connection, transaction, ledger.Now, EntriesPerTransaction);
        foreach (Entry entry in due)
        {
            ledger.Erase(entry);
            ReportSql.EraseSalts(connection, transaction, entry.Address);
        }
        return due.Count;
    }

    private static int DeleteDestroyed(DbConnection connection, DbTransaction transaction)
    {
        IReadOnlyList<EntryAddress> dead = EntrySql.OfDestroyedEpochs(connection, transaction, EntriesPerTransaction);
        foreach (EntryAddress address in dead)
        {
            EntrySql.Delete(connection, transaction, address);
            ReportSql.EraseSalts(connection, transaction, address);
        }
        RingSql.ForgetDestroyed(connection, transaction);
        return dead.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                int expired = await RunOnceAsync(stoppingToken);
                if (expired > 0)
                {
                    logger.LogInformation(HubEvents.EntriesExpired, "{Count} entries have expired and are erased.", expired);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(HubEvents.EntryUpkeepFailed, exception, "Entries could not be expired; trying again in {Seconds} s.", Interval.TotalSeconds);
            }
        }
    }
}
