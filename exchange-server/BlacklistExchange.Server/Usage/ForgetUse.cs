using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Usage;

/// <summary>Every hour, lines of the record of use that are older than it is kept are deleted; of addresses, those from which nobody has come for as long.</summary>
internal sealed class ForgetUse(Store store, ClockGuard clock, RestoredState restored, TimeProvider time, HubOptions options, ILogger<ForgetUse> logger) : BackgroundService
{
    private const long Day = 86_400;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>One round; returns how many lines went: none while the clock is not sound or the hub is read-only, since nothing brings them back.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (restored.IsReadOnly || !clock.IsSound)
        {
            return 0;
        }
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return await store.WriteAsync((connection, transaction) =>
            UseSql.DeleteBefore(connection, transaction, now - options.Policy.UsageDays * Day, now - options.Policy.AddressDays * Day), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                logger.LogError(HubEvents.UseNotForgotten, exception, "Old lines of the record of use could not be deleted; the next round tries again.");
            }
        }
    }
}
