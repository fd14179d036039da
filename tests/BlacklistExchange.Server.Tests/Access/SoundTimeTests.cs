using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Tests.Access;

public sealed class SoundTimeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Gap = TimeSpan.FromDays(7);
    private readonly SettableTime _clocks = new();
    private readonly SoundTime _time;

    public SoundTimeTests() => _time = new SoundTime(_clocks, Limit);

    [Theory]
    [InlineData(-3600)]
    [InlineData(86_400)]
    [InlineData(400 * 86_400)]
    public void Counts_on_through_a_step_and_takes_the_wall_when_it_is_accepted(int seconds)
    {
        DateTimeOffset before = _time.GetUtcNow();
        _clocks.Step(TimeSpan.FromSeconds(seconds));
        _clocks.Advance(TimeSpan.FromMinutes(10));
        Close(before + TimeSpan.FromMinutes(10), _time.GetUtcNow());
        Assert.False(_time.Look().IsSound);
        _time.Settle();
        Close(_clocks.GetUtcNow(), _time.GetUtcNow());
    }

    [Fact]
    public void Follows_the_wall_in_what_is_no_step()
    {
        _clocks.Step(TimeSpan.FromSeconds(55));
        Close(_clocks.GetUtcNow(), _time.GetUtcNow());
        _clocks.Advance(TimeSpan.FromDays(1000));
        Close(_clocks.GetUtcNow(), _time.GetUtcNow());
    }

    [Fact]
    public void Begins_at_the_wall_that_is_a_little_after_what_was_seen()
    {
        _time.Begin(_clocks.GetUtcNow() - TimeSpan.FromDays(6), Gap);
        Assert.True(_time.Look().IsSound);
        _clocks.Step(TimeSpan.FromMinutes(2));
        Assert.False(_time.Look().IsSound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-8 * 24)]
    public void Counts_on_from_what_was_seen_until_the_wall_fits_it(int hours)
    {
        DateTimeOffset seen = _clocks.GetUtcNow() + TimeSpan.FromHours(hours);
        _time.Begin(seen, Gap);
        Assert.False(_time.Look().IsSound);
        Close(seen, _time.GetUtcNow());
        // What it had not seen of the time it was off: the wall comes out three days later, and is held to its count from then on.
        _clocks.Step(TimeSpan.FromHours(hours) + TimeSpan.FromDays(3));
        Assert.True(_time.Look().IsSound);
        Close(seen + TimeSpan.FromDays(3), _time.GetUtcNow());
        _clocks.Step(TimeSpan.FromMinutes(2));
        Assert.False(_time.Look().IsSound);
    }

    [Fact]
    public void Says_to_a_member_that_its_certificate_has_ended_only_when_both_clocks_do()
    {
        long end = _time.Look().Now - 86_400;
        CallerSql.MemberRow member = new("alpha", "alpha", "member", "marketplace", [], "active", "active", end);
        CallerSql.OperatorRow desk = new("olivia", "active", end);
        Assert.False(CallerRules.Admit(member, [], _time.Look()).TryGet(out _, out Refusal? ended));
        Assert.Equal(ProblemTypes.CertificateExpired, ended.Type);
        Assert.False(CallerRules.Admit(desk, [], _time.Look()).Succeeded);
        _clocks.Step(TimeSpan.FromDays(-2));
        Assert.False(CallerRules.Admit(member, [], _time.Look()).TryGet(out _, out Refusal? stepped));
        Assert.Equal(ProblemTypes.ClockStepped, stepped.Type);
        Assert.False(CallerRules.EndsConnection(stepped));
        Assert.True(CallerRules.Admit(desk, [], _time.Look()).Succeeded);
    }

    /// <summary>The clocks of this machine go on while a test runs.</summary>
    private static void Close(DateTimeOffset expected, DateTimeOffset actual) => Assert.InRange(actual - expected, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(50));
}
