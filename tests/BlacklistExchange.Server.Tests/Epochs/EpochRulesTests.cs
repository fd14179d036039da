using BlacklistExchange.Server.Epochs;

namespace BlacklistExchange.Server.Tests.Epochs;

public sealed class EpochRulesTests
{
    private const long Now = 1_770_000_000;

    [Theory]
    [InlineData(null, true, 0)]
    [InlineData(null, false, 3_600)]
    [InlineData("now", false, 0)]
    [InlineData("+30m", true, 1_800)]
    [InlineData("+2d", false, 172_800)]
    public void Returns_when_an_epoch_begins(string? wish, bool first, long ahead)
    {
        Assert.True(EpochRules.TryStart(wish, first, 3_600, Now, out long notBefore, out _));
        Assert.Equal(Now + ahead, notBefore);
    }

    [Theory]
    [InlineData("soon", "is not a time")]
    [InlineData("+", "is not a time")]
    [InlineData("+1y", "is not a time")]
    [InlineData("+-5h", "is not a time")]
    [InlineData("2001-01-01T00:00:00Z", "lies in the past")]
    [InlineData("+91d", "more than 90 days ahead")]
    public void Refuses_other_times(string wish, string reason)
    {
        Assert.False(EpochRules.TryStart(wish, true, 3_600, Now, out _, out string said));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_date_as_utc()
    {
        Assert.True(EpochRules.TryStart("2026-02-03T00:00:00", true, 3_600, Now, out long notBefore, out string reason), reason);
        Assert.Equal(DateTimeOffset.Parse("2026-02-03T00:00:00Z").ToUnixTimeSeconds(), notBefore);
    }

    [Fact]
    public void Lives_from_its_first_second_to_the_one_before_its_end()
    {
        long end = EpochRules.End(Now, 90);
        Assert.Equal(Now + 90 * 86_400L, end);
        Assert.False(EpochRules.IsLive(Now, end, Now - 1));
        Assert.True(EpochRules.IsLive(Now, end, Now));
        Assert.True(EpochRules.IsLive(Now, end, end - 1));
        Assert.False(EpochRules.IsLive(Now, end, end));
    }
}
