using BlacklistExchange.Cli.Drips;

namespace BlacklistExchange.Client.Tests.Cli;

/// <summary>The end date of a drip: the pace is the last day's, and nobody promises what cannot be told.</summary>
public sealed class DripProgressTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Says_nothing_of_an_end_before_there_is_a_pace()
    {
        DripProgress progress = new(1000, Start);
        progress.Mark(Start + TimeSpan.FromHours(1));

        Assert.Equal("0 of 1000 (0 %), no spare slot yet", progress.Describe());
        Assert.Null(progress.EndsAt);
    }

    [Fact]
    public void Tells_the_end_from_the_pace_of_a_whole_day()
    {
        DripProgress progress = new(1_000_000, Start);
        // Three days on which sign-ups carry 4,000 rows an hour by day and none at night.
        for (int hour = 1; hour <= 72; hour++)
        {
            progress.Add(hour % 24 is > 8 and <= 20 ? 4000 : 0);
            progress.Mark(Start + TimeSpan.FromHours(hour));
        }

        Assert.Equal(144_000, progress.Done);
        Assert.InRange(progress.PerDay!.Value, 47_000, 49_000);
        Assert.InRange(progress.EndsAt!.Value, Start + TimeSpan.FromDays(3 + 17.4), Start + TimeSpan.FromDays(3 + 18.3));
        Assert.Matches(@"^144000 of 1000000 \(14 %\), 4[789],\d{3} a day, done about 2026-11-2\d \d\d:\d\d UTC$", progress.Describe());
        Assert.True(progress.Describe().Length < 79);
    }

    [Fact]
    public void Forgets_a_pace_that_has_ended()
    {
        DripProgress progress = new(1000, Start);
        progress.Add(500);
        progress.Mark(Start + TimeSpan.FromHours(1));
        Assert.NotNull(progress.EndsAt);
        for (int hour = 2; hour <= 30; hour++)
        {
            progress.Mark(Start + TimeSpan.FromHours(hour));
        }

        Assert.Null(progress.EndsAt);
    }
}
