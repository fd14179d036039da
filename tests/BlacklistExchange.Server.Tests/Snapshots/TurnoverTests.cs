using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class TurnoverTests
{
    [Theory]
    [InlineData("", "", 0, 0)]
    [InlineData("", "ab", 2, 0)]
    [InlineData("ab", "", 0, 2)]
    [InlineData("abd", "abd", 0, 0)]
    [InlineData("abd", "bce", 2, 2)]
    [InlineData("aA", "aB", 1, 1)]
    public void Counts_tags_that_came_and_went(string before, string after, long entered, long left) =>
        Assert.Equal(new Turnover(entered, left), Turnover.Between(Entries(before), Entries(after)));

    [Fact]
    public void Counts_no_entry_whose_label_alone_has_changed()
    {
        byte[] before = Entries("ab");
        byte[] after = Entries("ab");
        after[16] ^= 1;
        Assert.Equal(default, Turnover.Between(before, after));
    }

    /// <summary>Entries of 64 bytes in the order of their tags, one a letter.</summary>
    private static byte[] Entries(string tags) => [.. tags.Order().SelectMany(static tag => Enumerable.Repeat((byte)tag, 16).Concat(new byte[48]))];
}
