using BlacklistExchange.Server.Reconciliation;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.Tests.Reconciliation;

public sealed class FloorRulesTests
{
    private const long Day = 86_400;
    private const long Taken = 1_000 * Day;

    /// <summary>Ends of epochs in days after the backup, days until now, epochs that can be lost.</summary>
    [Theory]
    [InlineData(new long[] { }, 0, 2)]
    [InlineData(new long[] { 300 }, 1, 1)]
    [InlineData(new long[] { 300, 20 }, 10, 0)]
    [InlineData(new long[] { 300, 20 }, 21, 1)]
    [InlineData(new long[] { 300, 20 }, 111, 2)]
    [InlineData(new long[] { 300, 20, -50, -400 }, 10, 0)]
    [InlineData(new long[] { -50, -400 }, 89, 2)]
    [InlineData(new long[] { 300 }, 181, 3)]
    public void Counts_the_epochs_that_can_have_been_opened(long[] ends, long days, long lost) =>
        Assert.Equal(lost, FloorRules.LostEpochs([.. ends.Select(static end => Taken + end * Day)], Taken, Taken + days * Day));

    [Fact]
    public void Jumps_over_every_manifest_that_can_have_been_signed_since_the_backup()
    {
        RestorationSql.Floor floor = FloorRules.Of(new("goods", 0, 0), new("goods", 500, 1, [Taken + 300 * Day]), null, Taken, Taken + Day);
        Assert.Equal(new RestorationSql.Floor("goods", 500 + 8_640_000 + 10_000, 2), floor);
        // A second loss begins above the first one's floor.
        RestorationSql.Floor again = FloorRules.Of(floor, new("goods", 500, 1, [Taken + 300 * Day]), null, Taken, Taken + Day);
        Assert.Equal(new RestorationSql.Floor("goods", floor.Sequence + 8_650_000, 4), again);
        // A clock that is behind the backup takes nothing away.
        Assert.Equal(new RestorationSql.Floor("goods", 10_500, 2), FloorRules.Of(new("goods", 0, 0), new("goods", 500, 1, [Taken + 300 * Day]), null, Taken, Taken - Day));
    }

    [Fact]
    public void Takes_what_members_have_seen_where_it_is_higher()
    {
        KnownNumbers known = new("goods", 500, 1, [Taken + 300 * Day]);
        Assert.Equal(new RestorationSql.Floor("goods", 20_000_000, 7), FloorRules.Of(new("goods", 0, 0), known, new SeenNumbers("goods", 20_000_000, 7), Taken, Taken + Day));
        Assert.Equal(new RestorationSql.Floor("goods", 8_650_500, 2), FloorRules.Of(new("goods", 0, 0), known, new SeenNumbers("goods", 501, 1), Taken, Taken + Day));
    }

    [Fact]
    public void Leaves_the_epochs_alone_when_none_can_be_lost() =>
        Assert.Equal(0, FloorRules.Of(new("goods", 0, 0), new("goods", 500, 2, [Taken + 300 * Day, Taken + 20 * Day]), null, Taken, Taken + Day).Epoch);
}
