using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Client;

/// <summary>Starts background synchronisation with the host; the container disposes the client, which ends it.</summary>
internal sealed class SyncService(ExchangeClient client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        client.StartBackgroundSync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
