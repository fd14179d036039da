using BlacklistExchange.Client.Snapshots;

namespace BlacklistExchange.Client;

/// <summary>Synchronises at once and then at every interval, with a jitter so that members do not come in step. A failure is logged and tried again next time.</summary>
internal sealed class BackgroundSync(LocalList list, TimeSpan interval, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task? _running;

    public void Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(ExchangeClient));
            _running ??= Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stop.Cancel();
        }
        if (_running is { } running)
        {
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await list.SyncAsync(_stop.Token).ConfigureAwait(false);
            double share = 0.9 + System.Security.Cryptography.RandomNumberGenerator.GetInt32(0, 201) / 1000.0;
            await Task.Delay(interval * share, time, _stop.Token).ConfigureAwait(false);
        }
    }
}
