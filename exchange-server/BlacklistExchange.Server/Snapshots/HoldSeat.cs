namespace BlacklistExchange.Server.Snapshots;

/// <summary>Each second, apart from the building, so that a long build does not cost the seat: keeps it, or tries to take it.</summary>
internal sealed class HoldSeat(Builder builder, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await builder.StandAsync(stoppingToken);
        }
    }
}
