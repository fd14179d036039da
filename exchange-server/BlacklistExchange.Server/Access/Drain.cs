namespace BlacklistExchange.Server.Access;

/// <summary>
/// Between the signal to stop and the first thing that stops: <c>/readyz</c> says 503 already, everything else goes on. Members' connections live long, so those that are open
/// are served to the end and told to go elsewhere (GOAWAY) only afterwards.
/// </summary>
internal sealed class Drain(HubOptions options, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _begun;

    /// <summary>Null until the node has begun to stop.</summary>
    public string? Fault() => _begun ? "draining" : null;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        return Task.Delay(TimeSpan.FromSeconds(options.Limits.DrainSeconds), time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
