namespace BlacklistExchange.Server.Epochs;

/// <summary>Opens the keys before the ports are bound: a hub that cannot read them does not start.</summary>
internal sealed class LoadEpochKeys(EpochKeys keys) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        keys.Load();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
