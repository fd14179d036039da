using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Clock;

/// <summary>Begins the count when the hub starts, and looks every ten seconds, so that a step is in the log and the metrics before somebody is refused.</summary>
internal sealed class ClockWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly ClockGuard _clock;
    private readonly TimeProvider _time;

    public ClockWatch(ClockGuard clock, TimeProvider time, HubMeter hub)
    {
        _clock = clock;
        _time = time;
        hub.Meter.CreateObservableGauge("bex.clock.divergence", () => _clock.Look().Divergence.TotalSeconds, "s", "Wall clock minus what the monotonic clock says it should be.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                _clock.Refuse();
            }
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }
}
