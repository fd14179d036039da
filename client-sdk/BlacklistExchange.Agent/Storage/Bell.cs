namespace BlacklistExchange.Agent.Storage;

/// <summary>Wakes the one who waits; rings before the next wait count once.</summary>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has rung, and nobody has heard it yet.
        }
    }

    /// <summary>Returns at the next ring, or after <paramref name="longest"/>: other processes cannot ring.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _rung.WaitAsync(longest, cancellationToken);

    public void Dispose() => _rung.Dispose();
}
