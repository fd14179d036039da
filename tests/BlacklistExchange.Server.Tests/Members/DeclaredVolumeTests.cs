using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class DeclaredVolumeTests
{
    private static bool IsKind(string kind) => kind is "phone" or "resident-id";

    [Fact]
    public void Returns_the_number_a_day_by_kind()
    {
        Assert.True(DeclaredVolume.TryParse("phone=6000/day, resident-id=300/day", IsKind, out IReadOnlyDictionary<string, int> perDay, out _));
        Assert.Equal(new Dictionary<string, int> { ["phone"] = 6_000, ["resident-id"] = 300 }, perDay);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Returns_nothing_for_nothing(string? text)
    {
        Assert.True(DeclaredVolume.TryParse(text, IsKind, out IReadOnlyDictionary<string, int> perDay, out _));
        Assert.Empty(perDay);
    }

    [Theory]
    [InlineData("phone", "'phone' is not of the form")]
    [InlineData("phone=6000", "'phone=6000' is not of the form")]
    [InlineData("phone=6000/week", "'phone=6000/week' is not of the form")]
    [InlineData("fax=6000/day", "'fax' is not an identifier kind")]
    [InlineData("phone=0/day", "must be between 1 and 100,000,000")]
    [InlineData("phone=-5/day", "must be between 1 and 100,000,000")]
    [InlineData("phone=100000001/day", "must be between 1 and 100,000,000")]
    [InlineData("phone=1/day,phone=2/day", "'phone' is declared twice")]
    public void Refuses_with_the_part_at_fault(string text, string reason)
    {
        Assert.False(DeclaredVolume.TryParse(text, IsKind, out _, out string said));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }
}
