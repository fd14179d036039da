using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class BudgetRulesTests
{
    private static readonly PolicyOptions Defaults = new();
    private const long Noon = 20_000 * 86_400L + 43_200;

    [Fact]
    public void Returns_the_default_without_a_declaration() => Assert.Equal(new BudgetSize(4_096, 20_000, 1_000_000), BudgetRules.SizeFor(0, Defaults));

    [Theory]
    [InlineData(6_000, 6_000, 24_000, 4_380_000)]
    [InlineData(100, 4_096, 400, 73_000)]
    public void Returns_four_days_worth_and_two_years(long declared, long burst, long day, long epoch) =>
        Assert.Equal(new BudgetSize(burst, day, epoch), BudgetRules.SizeFor(declared, Defaults));

    [Fact]
    public void Refills_the_burst_continuously_and_wholly_within_an_hour()
    {
        long empty = 4_096 * BudgetRules.BurstSeconds;
        Assert.Equal(0, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon));
        Assert.Equal(1, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon + 1));
        Assert.Equal(2_048, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon + 1_800));
        Assert.Equal(4_094, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon + 3_599));
        Assert.Equal(4_096, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon + 3_600));
        Assert.Equal(4_096, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon + 1_000_000));
    }

    [Fact]
    public void Refills_nothing_when_time_runs_backwards()
    {
        long empty = 4_096 * BudgetRules.BurstSeconds;
        Assert.Equal(0, BudgetRules.BurstRemaining(4_096, empty, Noon, Noon - 100_000));
        Assert.Equal(5, BudgetRules.DayRemaining(20, BudgetRules.DayOf(Noon), 15, Noon - 3 * 86_400));
    }

    [Fact]
    public void Returns_the_second_in_which_the_units_fit_and_not_the_one_before()
    {
        long empty = 4_096 * BudgetRules.BurstSeconds;
        foreach (long units in (long[])[1, 4, 1_000, 4_096])
        {
            long fits = BudgetRules.BurstFits(4_096, empty, Noon, Noon, units)!.Value;
            Assert.True(BudgetRules.BurstRemaining(4_096, empty, Noon, fits) >= units);
            Assert.True(BudgetRules.BurstRemaining(4_096, empty, Noon, fits - 1) < units);
        }
        Assert.Equal(Noon, BudgetRules.BurstFits(4_096, 0, Noon, Noon, 4_096));
    }

    [Fact]
    public void Returns_no_time_for_more_than_the_burst_holds()
    {
        Assert.Null(BudgetRules.BurstFits(4_096, 0, Noon, Noon, 4_097));
        Assert.Null(BudgetRules.BurstFits(0, 0, Noon, Noon, 1));
    }

    [Fact]
    public void Begins_the_day_anew_at_midnight_utc()
    {
        long midnight = BudgetRules.NextDay(Noon);
        Assert.Equal(0, midnight % 86_400);
        Assert.Equal(5, BudgetRules.DayRemaining(20, BudgetRules.DayOf(Noon), 15, midnight - 1));
        Assert.Equal(20, BudgetRules.DayRemaining(20, BudgetRules.DayOf(Noon), 15, midnight));
    }

    [Fact]
    public void Returns_the_years_that_a_sweep_of_all_phones_would_take()
    {
        Assert.Equal(2_000, BudgetRules.YearsToSweep("phone", BudgetRules.SizeFor(0, Defaults), 365)!.Value, 0.1);
        Assert.Equal(2_000_000_000 / (24_000 * 365.0), BudgetRules.YearsToSweep("phone", BudgetRules.SizeFor(6_000, Defaults), 90)!.Value, 0.1);
        Assert.Null(BudgetRules.YearsToSweep("seller-account", BudgetRules.SizeFor(0, Defaults), 365));
    }
}
