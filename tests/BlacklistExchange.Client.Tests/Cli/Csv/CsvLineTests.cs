using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Client.Tests.Cli.Csv;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+86138")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("＝1")]
    public void Keeps_spreadsheets_from_running_a_cell(string cell) => Assert.Equal("'" + cell, CsvLine.Safe(cell));

    [Theory]
    [InlineData("")]
    [InlineData("seller-1")]
    [InlineData("店铺")]
    [InlineData("'x")]
    public void Keeps_harmless_cells_as_they_are(string cell) => Assert.Equal(cell, CsvLine.Safe(cell));

    [Fact]
    public void Returns_quotes_only_where_they_are_needed() =>
        Assert.Equal("plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" edge\"\n", CsvLine.Of(["plain", "a,b", "say \"x\"", "two\nlines", " edge"]));
}
