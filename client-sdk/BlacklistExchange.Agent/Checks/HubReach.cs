using BlacklistExchange.Agent.Storage;

namespace BlacklistExchange.Agent.Checks;

/// <summary>
/// Whether the hub was reached last. While it is away checks wait for it only a moment, and those that wait already are cut short, so that a hub that swallows
/// requests slows no sign-up. Safe from any thread.
/// </summary>
internal sealed class HubReach : IDisposable
{
    /// <summary>What a check may take while the hub is away: enough for one that is answered by what is known already, or by a hub that has just come back.</summary>
    public static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Bell _gone = new();
    private CancellationTokenSource _away = new();

    public bool IsAway
    {
        get
        {
            lock (_lock)
            {
                return _away.IsCancellationRequested;
            }
        }
    }

    /// <summary>A check ended without reaching the hub.</summary>
    public void Failed()
    {
        CancellationTokenSource away;
        lock (_lock)
        {
            away = _away;
        }
        away.Cancel();
        _gone.Ring();
    }

    /// <summary>The hub answered.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            if (_away.IsCancellationRequested)
            {
                // The old one is left to the collector: somebody may be about to cancel it once more.
                _away = new CancellationTokenSource();
            }
        }
    }

    /// <summary>Cuts a wait short now or as soon as the hub is away; dispose the result before <paramref name="patience"/>.</summary>
    public CancellationTokenRegistration Shorten(CancellationTokenSource patience)
    {
        lock (_lock)
        {
            return _away.Token.Register(static state => ((CancellationTokenSource)state!).CancelAfter(ShortPatience), patience);
        }
    }

    /// <summary>Returns when the hub is away.</summary>
    public async Task WaitAwayAsync(CancellationToken cancellationToken)
    {
        while (!IsAway)
        {
            await _gone.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        }
    }

    public void Dispose()
    {
        _away.Dispose();
        _gone.Dispose();
    }
}
