namespace BlacklistExchange.Server.Snapshots;

/// <summary>Building and withdrawing take turns, so that a file is never deleted between being written and being named.</summary>
internal sealed class SnapshotTurn : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Waits for the turn; disposing the answer ends it.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new End(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class End(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
