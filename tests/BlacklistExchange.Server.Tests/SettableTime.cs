namespace BlacklistExchange.Server.Tests;

/// <summary>The real clocks, moved. Timers run in real time.</summary>
internal sealed class SettableTime : TimeProvider
{
    private long _wallTicks;
    private long _monotonicTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _wallTicks));

    public override long GetTimestamp() => System.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _monotonicTicks)).TotalSeconds * TimestampFrequency);

    /// <summary>Time passes: both clocks move.</summary>
    public void Advance(TimeSpan by)
    {
        Step(by);
        Interlocked.Add(ref _monotonicTicks, by.Ticks);
    }

    /// <summary>Somebody sets the clock: only the wall moves.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _wallTicks, by.Ticks);
}
