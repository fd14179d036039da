using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Client.Tests.Cli.Terminal;

public sealed class TextTableTests
{
    [Fact]
    public void Keeps_80_columns_and_aligns_wide_text()
    {
        TextTable table = new(new TableColumn("line", IsNumber: true), new TableColumn("key"), new TableColumn("reason", Wraps: true));
        table.Add("7", "中华人民共和国国家知识产权局商标评审委员会中华人民共和国", "证据不足：仅有权利人通知，无法单独列入名单；请补充法院判决、行政决定或者经公证的测试购买记录。");
        table.Add("12345", "seller-1", "Listed for selling counterfeits, on a court's, customs' or regulator's decision, by 2 independent reporters.");
        string[] lines = [.. table.Lines(200)];
        Assert.All(lines, static line => Assert.InRange(DisplayWidth.Of(line), 1, 80));
        int start = lines[0].IndexOf("reason", StringComparison.Ordinal);
        Assert.All(lines.Skip(2), line => Assert.EndsWith("  ", DisplayWidth.Split(line, start).Head));
        Assert.Contains("..", lines[2]);
        Assert.Equal("    7", lines[2][..5]);
    }

    [Fact]
    public void Keeps_a_narrow_table_narrow()
    {
        TextTable table = new(new TableColumn("a"), new TableColumn("b"));
        table.Add("1", "中");
        Assert.Equal(["a   b", "--  --", "1   中"], table.Lines());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(12)]
    [InlineData(3)]
    public void Returns_something_on_any_terminal(int width)
    {
        TextTable table = new(new TableColumn("一"), new TableColumn("二", Wraps: true));
        table.Add("国家知识产权局", "商标评审委员会商标评审委员会");
        Assert.True(table.Lines(width).Count() > 2);
    }
}
