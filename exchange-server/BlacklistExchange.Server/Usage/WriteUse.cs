using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Usage;

/// <summary>
/// Puts what was noted in memory into the record of use: every five seconds, when there is anything, and once more when the hub stops. A kill loses at most what was noted since
/// the last round. While the clock is not sound the notes wait, since they would come under an hour that is not.
/// </summary>
internal sealed class WriteUse(Store store, UseNotes notes, Sightings sightings, ClockGuard clock, TimeProvider time, ILogger<WriteUse> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private bool _failed;

    /// <summary>One round; returns how many lines were written.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<UseNotes.Fetch, long> fetches = notes.Fetches.Take();
        IReadOnlyDictionary<UseNotes.Refusal, long> refusals = notes.Refusals.Take();
        IReadOnlyDictionary<Sighting, long> seen = sightings.Counts.Take();
        int lines = fetches.Count + refusals.Count + seen.Count;
        try
        {
            return lines == 0 ? 0 : await store.WriteAsync((connection, transaction) =>
            {
                long now = time.GetUtcNow().ToUnixTimeSeconds();
                fetches.ToList().ForEach(note => UseSql.Fetched(connection, transaction, note.Key, now, note.Value));
                refusals.ToList().ForEach(note => UseSql.Refused(connection, transaction, note.Key, now, note.Value));
                seen.ToList().ForEach(note => UseSql.Seen(connection, transaction, note.Key, now, note.Value));
                return lines;
            }, cancellationToken);
        }
        catch
        {
            notes.Fetches.GiveBack(fetches);
            notes.Refusals.GiveBack(refusals);
            sightings.Counts.GiveBack(seen);
            throw;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RoundAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (clock.IsSound)
            {
                await RoundAsync(stoppingToken);
            }
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
            _failed = false;
        }
        catch (StoreUnavailableException exception)
        {
            if (!_failed)
            {
                logger.LogWarning(HubEvents.UseNotWritten, exception, "What members fetched and from where could not be written; it waits in memory, and each round tries again.");
            }
            _failed = true;
        }
    }
}
