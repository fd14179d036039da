namespace BlacklistExchange.Client.Tests;

/// <summary>A clock whose hands a test moves, and the measured time as well when it says so; timers stay the system's.</summary>
internal sealed class ClockAt : TimeProvider
{
    private long _offset;
    private long _elapsed;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _elapsed)).TotalSeconds * TimestampFrequency);

    /// <summary>Time passes: both the hands and what is measured.</summary>
    public void Elapse(TimeSpan by)
    {
        Interlocked.Add(ref _offset, by.Ticks);
        Interlocked.Add(ref _elapsed, by.Ticks);
    }
}
