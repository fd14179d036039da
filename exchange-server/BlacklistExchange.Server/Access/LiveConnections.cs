using System.Collections.Concurrent;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using Microsoft.AspNetCore.Connections.Features;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// The member connections that are open, by key. Requests are checked when they begin; this looks every two seconds so that a revoked member's downloads
/// in flight and idle connections end too, and bounds how many connections one certificate may hold.
/// </summary>
internal sealed class LiveConnections(HubOptions options, Store store, SoundTime time, ILogger<LiveConnections> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Live> _open = new(StringComparer.Ordinal);

    private sealed record Live(byte[] Spki, string Key, IConnectionLifetimeFeature Connection);

    /// <summary>Notes the connection at its first request; refuses when the certificate holds too many.</summary>
    public Refusal? Admit(HttpContext context, byte[] spki)
    {
        string id = context.Connection.Id;
        if (_open.ContainsKey(id) || context.Features.Get<IConnectionLifetimeFeature>() is not { } connection)
        {
            return null;
        }
        string key = Convert.ToHexStringLower(spki);
        if (_open.Values.Count(live => live.Key == key) >= options.Limits.ConnectionsPerCertificate)
        {
            return new Refusal(ProblemTypes.TooManyRequests, $"At most {options.Limits.ConnectionsPerCertificate} connections with one certificate; share them.");
        }
        _open[id] = new Live(spki, key, connection);
        connection.ConnectionClosed.Register(() => _open.TryRemove(id, out _));
        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                Sweep();
            }
            catch (StoreUnavailableException exception)
            {
                // New requests are refused for the same reason; the next sweep looks again.
                logger.LogWarning(HubEvents.SweepFailed, exception, "Open connections could not be checked against the member table.");
            }
        }
    }

    private void Sweep()
    {
        ClockReading clock = time.Look();
        foreach (IGrouping<string, Live> group in _open.Values.GroupBy(static live => live.Key).ToList())
        {
            byte[] spki = group.First().Spki;
            CallerSql.MemberRow? row = store.Read((connection, transaction) => CallerSql.FindMember(connection, transaction, spki));
            if (CallerRules.Admit(row, spki, clock).TryGet(out _, out Refusal? refusal) || !CallerRules.EndsConnection(refusal))
            {
                continue;
            }
            foreach (Live live in group)
            {
                live.Connection.Abort();
            }
            logger.LogInformation(HubEvents.ConnectionsEnded, "Ended {Count} connection(s) of {Member}: {Type}.", group.Count(), row?.Slug, refusal.Type.Name);
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
