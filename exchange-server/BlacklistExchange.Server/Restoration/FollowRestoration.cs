using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Restoration;

/// <summary>Looks before the ports open and before any other background work begins, then every two seconds: another node may have been asked to reconcile.</summary>
internal sealed class FollowRestoration : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private readonly RestoredState _state;
    private readonly TimeProvider _time;

    public FollowRestoration(RestoredState state, TimeProvider time, HubMeter hub)
    {
        _state = state;
        _time = time;
        hub.Meter.CreateObservableGauge("bex.hub.restored", () => _state.IsReadOnly ? 1 : 0, "{node}", "1 while the database is a restored one that nobody has reconciled: the hub is read-only.");
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _state.Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                _state.Look();
            }
            catch (StoreUnavailableException)
            {
                // What was known stands; the round of figures says that the store is away.
            }
        }
    }
}
