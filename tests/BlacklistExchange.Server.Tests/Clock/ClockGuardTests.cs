using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Problems;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlacklistExchange.Server.Tests.Clock;

public sealed class ClockGuardTests
{
    private readonly SettableTime _time = new();
    private readonly ClockGuard _clock;

    public ClockGuardTests() => _clock = new ClockGuard(new SoundTime(_time, TimeSpan.FromSeconds(60)), NullLogger<ClockGuard>.Instance);

    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    [InlineData(86_400)]
    public void Refuses_after_a_step_and_goes_on_when_it_is_undone(int seconds)
    {
        Assert.Null(_clock.Refuse());
        _time.Step(TimeSpan.FromSeconds(seconds));
        Assert.Equal(ProblemTypes.ClockStepped, _clock.Refuse()?.Type);
        _time.Step(TimeSpan.FromSeconds(-seconds));
        Assert.Null(_clock.Refuse());
    }

    [Fact]
    public void Keeps_charging_while_time_passes_or_is_corrected_a_little()
    {
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Null(_clock.Refuse());
        _time.Step(TimeSpan.FromSeconds(55));
        Assert.Null(_clock.Refuse());
    }

    [Fact]
    public void Takes_the_present_time_when_it_is_accepted()
    {
        _time.Step(TimeSpan.FromHours(1));
        Assert.NotNull(_clock.Refuse());
        _clock.Settle();
        Assert.Null(_clock.Refuse());
    }

    [Fact]
    public async Task Accepts_by_the_operator_and_writes_down_why()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Time.Step(TimeSpan.FromHours(1));
        Assert.False((await hub.Operator.GetAsync("clock", ClockJson.Default.ClockResponse, CancellationToken.None)).Charging);
        ClockResponse accepted = await hub.Operator.PostAsync("clock/accept", new AcceptClockRequest("NTP was away"), ClockJson.Default.AcceptClockRequest, ClockJson.Default.ClockResponse, CancellationToken.None);
        Assert.True(accepted.Charging);
        (string actor, string verb, string reason) = hub.Store.Read(static (connection, transaction) =>
            connection.QuerySingle<(string, string, string)>("SELECT actor, verb, reason FROM audit", transaction: transaction));
        Assert.Equal(("olivia", "clock accept", "NTP was away"), (actor, verb, reason));
    }
}
