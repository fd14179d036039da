namespace BlacklistExchange.Server.Access;

/// <summary>
/// The hub's time: the wall clock for as long as it agrees with the monotonic one, and after a step what the monotonic clock counts on from their last agreement, so that a clock
/// that was set makes no certificate, epoch or month end. Whether that count or the wall is right only an operator knows, so what must not be wrong asks <c>ClockGuard</c> first.
/// </summary>
internal sealed class SoundTime : TimeProvider
{
    private readonly TimeProvider _clocks;
    private readonly TimeSpan _limit;
    private volatile Agreement _since;

    /// <param name="Wall">What the wall clock said.</param>
    /// <param name="Monotonic">What the monotonic clock said.</param>
    /// <param name="Ahead">How far the wall clock may be ahead of the count; wide after a start that is in doubt, since the hub may have been off for a while.</param>
    private sealed record Agreement(DateTimeOffset Wall, long Monotonic, TimeSpan Ahead);

    /// <param name="clocks">The machine's clocks.</param>
    /// <param name="limit">How far they may differ.</param>
    public SoundTime(TimeProvider clocks, TimeSpan limit)
    {
        _clocks = clocks;
        _limit = limit;
        _since = Now();
    }

    public override long TimestampFrequency => _clocks.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _clocks.LocalTimeZone;

    /// <summary>
    /// A start under a clock that is before what the store has seen, or more than <paramref name="gap"/> after it, is in doubt: the hub counts on from what it has seen until the wall
    /// clock comes between the two, or an operator accepts it.
    /// </summary>
    public void Begin(DateTimeOffset seen, TimeSpan gap)
    {
        Agreement now = Now();
        if (now.Wall - seen < -_limit || now.Wall - seen > gap)
        {
            _since = now with { Wall = seen, Ahead = gap };
        }
    }

    /// <summary>Takes the present wall time as right.</summary>
    public void Settle() => _since = Now();

    /// <summary>One look at both clocks.</summary>
    public ClockReading Look()
    {
        Agreement since = _since;
        DateTimeOffset wall = _clocks.GetUtcNow();
        ClockReading reading = new(wall, since.Wall + _clocks.GetElapsedTime(since.Monotonic), -_limit, since.Ahead);
        if (reading.IsSound && since.Ahead > _limit)
        {
            // The doubt of the start is over: from here on the clock is held to its own count.
            Interlocked.CompareExchange(ref _since, Now(), since);
        }
        return reading;
    }

    public override DateTimeOffset GetUtcNow() => Look().Time;

    public override long GetTimestamp() => _clocks.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _clocks.CreateTimer(callback, state, dueTime, period);

    private Agreement Now() => new(_clocks.GetUtcNow(), _clocks.GetTimestamp(), _limit);
}
