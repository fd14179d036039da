using BlacklistExchange.Server.Clock;

namespace BlacklistExchange.Server.Tests.Clock;

public sealed class MomentTests
{
    private const long Now = 1_777_593_600; // 2026-05-01T00:00:00Z

    [Theory]
    [InlineData("90m", Now - 5_400)]
    [InlineData("24h", Now - 86_400)]
    [InlineData("7d", Now - 7 * 86_400)]
    [InlineData("now", Now)]
    [InlineData("2026-05-01", Now)]
    [InlineData("2026-05-01T08:00:00+08:00", Now)]
    public void Reads_what_has_been(string text, long at)
    {
        Assert.True(Moment.TryParsePast(text, Now, out long read));
        Assert.Equal(at, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+7d")]
    [InlineData("-7d")]
    [InlineData("yesterday")]
    [InlineData("99999999999d")]
    public void Refuses_what_is_no_time_gone_by(string? text) => Assert.False(Moment.TryParsePast(text, Now, out _));
}
