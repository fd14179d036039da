using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Epochs;

/// <summary>Every two seconds: keys of epochs that another node has opened or destroyed.</summary>
internal sealed class FollowEpochKeys(EpochKeys keys, TimeProvider time, ILogger<FollowEpochKeys> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                keys.Follow();
            }
            catch (StoreUnavailableException exception)
            {
                logger.LogWarning(HubEvents.EpochKeysNotFollowed, exception, "The store could not be asked for epochs; the next round tries again.");
            }
        }
    }
}
