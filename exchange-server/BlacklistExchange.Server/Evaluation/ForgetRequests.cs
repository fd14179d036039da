using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>Request ids that can no longer be repeated are deleted: who asked when is not kept longer than it serves.</summary>
internal sealed class ForgetRequests(Store store, RestoredState restored, ClockGuard clock, TimeProvider time, HubOptions options, ILogger<ForgetRequests> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    /// <summary>One round; returns how many went: none while the clock is not sound or the hub is read-only, else a repeat would be charged twice when it returns.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (restored.IsReadOnly || !clock.IsSound)
        {
            return 0;
        }
        long before = time.GetUtcNow().ToUnixTimeSeconds() - options.Limits.ReplayMinutes * 60L;
        return await store.WriteAsync((connection, transaction) => EvaluationRequestSql.DeleteBefore(connection, transaction, before), cancellationToken);
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
                logger.LogError(HubEvents.RequestsNotForgotten, exception, "Old request ids could not be deleted; the next round tries again.");
            }
        }
    }
}
