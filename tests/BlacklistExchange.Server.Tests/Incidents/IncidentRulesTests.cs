using BlacklistExchange.Server.Incidents;

namespace BlacklistExchange.Server.Tests.Incidents;

public sealed class IncidentRulesTests
{
    private const long Now = 1_777_593_600 + 1_800; // half past a full hour

    [Fact]
    public void Covers_whole_hours_and_compares_with_as_many_before()
    {
        Assert.True(IncidentRules.Read("2h", "30m", Now).TryGet(out IncidentRules.Window? window, out _));
        Assert.Equal((Now - 7_200, Now - 1_800, Now - 9_000, Now + 1_800, Now - 19_800), (window.Since, window.Until, window.From, window.To, window.BaselineFrom));
    }

    [Theory]
    [InlineData(null, null, "since")]
    [InlineData("soon", null, "since")]
    [InlineData("+1h", null, "since")]
    [InlineData("now", null, "since")]
    [InlineData("9000d", "1h", null)]
    [InlineData("90000d", "1h", "since")]
    [InlineData("1h", "2h", "until")]
    [InlineData("1h", "2126-01-01", "until")]
    [InlineData("1h", "then", "until")]
    public void Refuses_times_that_are_none(string? since, string? until, string? field)
    {
        _ = IncidentRules.Read(since, until, Now).TryGet(out _, out Server.Problems.Refusal? refusal);
        Assert.Equal(field, refusal?.Field);
    }

    [Fact]
    public void Finds_hours_above_every_hour_before()
    {
        IncidentHour[] hours = [new(0, 1, 4, 0), new(3_600, 2, 40, 0), new(7_200, 9, 400, 1)];
        Assert.Equal([7_200L], IncidentRules.Outstanding(hours, [new(-3_600, 1, 40, 0)]).Select(static hour => hour.Hour));
        Assert.Equal([7_200L, 3_600, 0], IncidentRules.Outstanding(hours, []).Select(static hour => hour.Hour));
    }
}
