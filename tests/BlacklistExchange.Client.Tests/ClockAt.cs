namespace BlacklistExchange.Client.Tests;

/// <summary>A clock whose hands a test moves; timers and durations stay the system's.</summary>
internal sealed class ClockAt : TimeProvider
{
    private long _offset;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
