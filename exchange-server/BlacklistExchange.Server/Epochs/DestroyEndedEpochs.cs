using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Epochs;

/// <summary>
/// When an epoch has ended, its keys go: from memory, then from the disk, then the store says so. A stop in between does the rest at the next round: destroying what is
/// gone is no error.
/// </summary>
internal sealed class DestroyEndedEpochs(Store store, KeyFolder folder, EpochKeys keys, RestoredState restored, ClockGuard clock, TimeProvider time, ILogger<DestroyEndedEpochs> logger) : BackgroundService
{
    /// <summary>A request that was charged in the last second of an epoch is still answered.</summary>
    internal const long GraceSeconds = 60;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Its keys may go, and some may be gone already.</summary>
    internal static bool IsOver(EpochRow epoch, long now) => epoch.NotAfter + GraceSeconds <= now;

    /// <summary>One round; returns how many epochs were destroyed: none while the clock is not sound or the hub is read-only.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (restored.IsReadOnly || !clock.IsSound)
        {
            return 0;
        }
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        List<(EpochRow Epoch, IReadOnlyList<EpochKeyRow> Keys)> ended = await store.ReadAsync((connection, transaction) => EpochSql.Undestroyed(connection, transaction)
            .Where(epoch => IsOver(epoch, now))
            .Select(epoch => (epoch, EpochSql.Keys(connection, transaction, epoch.List, epoch.Epoch))).ToList(), cancellationToken);
        foreach ((EpochRow epoch, IReadOnlyList<EpochKeyRow> files) in ended)
        {
            keys.Remove(epoch.List, epoch.Epoch);
            foreach (EpochKeyRow file in files.Where(file => folder.Exists(file.KeyFile)))
            {
                folder.Destroy(file.KeyFile);
            }
            await store.WriteAsync((connection, transaction) =>
            {
                EpochSql.MarkDestroyed(connection, transaction, epoch.List, epoch.Epoch, now);
                return true;
            }, cancellationToken);
            logger.LogInformation(HubEvents.EpochDestroyed, "Epoch {Epoch} of list {List} has ended; its {Count} keys are destroyed.", epoch.Epoch, epoch.List, files.Count);
        }
        return ended.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or IOException)
            {
                logger.LogError(HubEvents.EpochNotDestroyed, exception, "Keys of ended epochs could not be destroyed; the next round tries again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
