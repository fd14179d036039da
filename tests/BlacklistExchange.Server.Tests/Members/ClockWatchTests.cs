using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class ClockWatchTests
{
    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    [InlineData(86_400)]
    public void Refuses_a_wall_clock_that_jumped(int seconds)
    {
        SteppedTime time = new();
        ClockWatch watch = new(time);
        time.Pass(TimeSpan.FromDays(3));
        Assert.False(watch.IsStepped);
        time.Step(TimeSpan.FromSeconds(seconds));
        Assert.True(watch.IsStepped);
        time.Step(TimeSpan.FromSeconds(-seconds));
        Assert.False(watch.IsStepped);
    }

    [Fact]
    public void Keeps_working_within_a_minute_and_after_the_operator_accepts()
    {
        SteppedTime time = new();
        ClockWatch watch = new(time);
        time.Step(TimeSpan.FromSeconds(59));
        Assert.False(watch.IsStepped);
        time.Step(TimeSpan.FromSeconds(2));
        Assert.True(watch.IsStepped);
        watch.Accept();
        Assert.False(watch.IsStepped);
    }

    [Fact]
    public void Adds_small_steps_up()
    {
        SteppedTime time = new();
        ClockWatch watch = new(time);
        time.Step(TimeSpan.FromSeconds(40));
        Assert.False(watch.IsStepped);
        time.Step(TimeSpan.FromSeconds(40));
        Assert.True(watch.IsStepped);
    }

    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        private long _monotonic;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _monotonic;

        public void Pass(TimeSpan span)
        {
            _wall += span;
            _monotonic += span.Ticks;
        }

        public void Step(TimeSpan span) => _wall += span;
    }
}
