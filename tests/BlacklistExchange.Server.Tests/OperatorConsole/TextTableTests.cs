using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Server.Tests.OperatorConsole;

public sealed class TextTableTests
{
    [Fact]
    public void Counts_chinese_characters_as_two_columns()
    {
        Assert.Equal(4, TextWidth.Of("北京"));
        Assert.Equal(6, TextWidth.Of("北京ab"));
        Assert.Equal(1, TextWidth.Of("e\u0301"));
        Assert.Equal("北京…", TextWidth.Fit("北京某某", 5, right: false));
        Assert.Equal("北… ", TextWidth.Fit("北京某", 4, right: false));
        Assert.Equal("  北京", TextWidth.Fit("北京", 6, right: true));
    }

    [Fact]
    public void Keeps_eighty_columns_whatever_the_names()
    {
        string table = new TextTable("Entity", "Name", "Registry number", ">Units")
            .Row("market", "北京市某某电子商务有限责任公司某某分公司北京市某某电子商务有限责任公司", "91110000MA0000000X", 1_000_000L)
            .Row("a-very-long-slug-of-32-characters", new string('x', 200), "y", null).ToString();
        string[] lines = table.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, static line => Assert.InRange(TextWidth.Of(line.TrimEnd('\r')), 1, 80));
        Assert.EndsWith("1,000,000", lines[1], StringComparison.Ordinal);
        Assert.Contains('…', lines[1]);
    }

    [Fact]
    public void Says_when_there_is_nothing() => Assert.Equal("(none)", new TextTable("A").ToString());
}
