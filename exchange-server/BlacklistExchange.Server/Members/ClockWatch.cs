namespace BlacklistExchange.Server.Members;

/// <summary>
/// Compares the wall clock with the monotonic one since the start. A clock that jumped forward would refill a day's budget, so nothing is charged while they differ by
/// more than a minute: until the wall clock returns, or the operator accepts it. Restarting does not help: days never go back, and epochs never refill.
/// </summary>
internal sealed class ClockWatch
{
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private Anchor _anchor;

    public ClockWatch(TimeProvider time)
    {
        _time = time;
        _anchor = Now();
    }

    /// <summary>How far the wall clock is ahead of the time that has passed; negative when it is behind.</summary>
    internal TimeSpan Divergence
    {
        get
        {
            Anchor anchor = Volatile.Read(ref _anchor);
            return _time.GetUtcNow() - anchor.Wall - _time.GetElapsedTime(anchor.Monotonic);
        }
    }

    internal bool IsStepped => Divergence.Duration() > Tolerance;

    /// <summary>The operator vouches for the wall clock as it is now.</summary>
    internal void Accept() => Volatile.Write(ref _anchor, Now());

    private Anchor Now() => new(_time.GetUtcNow(), _time.GetTimestamp());

    private sealed record Anchor(DateTimeOffset Wall, long Monotonic);
}
