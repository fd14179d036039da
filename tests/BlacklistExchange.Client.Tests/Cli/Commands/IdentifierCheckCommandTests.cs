using System.Text;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Client.Tests.Cli.Commands;

public sealed class IdentifierCheckCommandTests
{
    [Fact]
    public async Task Returns_the_canonical_form_of_what_is_typed()
    {
        BexRun run = await BexRun.Typing("138 1726 4935", "identifier", "check", "--kind", "phone");
        Assert.Equal((0, "+8613817264935\n"), (run.Code, run.Output));
        Assert.Equal("phone: ", run.Error);
    }

    [Fact]
    public async Task Refuses_a_false_checksum_and_says_that_it_looks_fabricated()
    {
        BexRun run = await BexRun.Typing("11010519491231002Y", "identifier", "check", "--kind", "resident-id");
        Assert.Equal(5, run.Code);
        BexRun checksum = await BexRun.Typing("110105194912310021", "identifier", "check", "--kind", "resident-id");
        Assert.Equal(5, checksum.Code);
        Assert.Contains("looks fabricated", checksum.Output);
        Assert.DoesNotContain("110105194912310021", checksum.Everything);
    }

    [Fact]
    public async Task Refuses_bad_lines_by_number_and_goes_on()
    {
        byte[] input = Encoding.UTF8.GetBytes("13817264935\n\n1.38E+10\n13917264935\n");
        BexRun run = await BexRun.With(["identifier", "check", "--kind", "phone", "--json", "-"], input);
        Assert.Equal(5, run.Code);
        JsonNode[] rows = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
        Assert.Equal([1, 3, 4], rows.Select(static row => row["line"]!.GetValue<int>()));
        Assert.Equal("excel.scientific", rows[1]["code"]!.GetValue<string>());
        Assert.Contains("2 in canonical form, 1 bad", run.Error);
    }

    [Fact]
    public async Task Keeps_identifiers_out_when_it_is_quiet()
    {
        BexRun run = await BexRun.With(["identifier", "check", "--kind", "phone", "--quiet", "-"], Encoding.UTF8.GetBytes("13817264935\n1381726493a\n"));
        Assert.DoesNotContain("1726", run.Everything);
        Assert.StartsWith("line 2: phone.", run.Output);
    }

    [Fact]
    public async Task Returns_the_column_of_a_csv_in_gb18030()
    {
        using TemporaryFolder folder = new();
        string csv = folder.Write("in.csv", CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("店铺,电话\n\"张三,的店\",13817264935\n"));
        BexRun run = await BexRun.Async("identifier", "check", "--kind", "phone", "--csv", csv, "--column", "电话");
        Assert.Equal((0, "line 2: +8613817264935\n"), (run.Code, run.Output));
        Assert.Contains("GB18030", run.Error);
    }

    [Theory]
    [InlineData("identifier", "check", "--kind", "phone", "13817264935")]
    [InlineData("identifier", "check", "--kind", "13817264935")]
    [InlineData("identifier", "check", "--kind", "phone", "a", "13817264935")]
    [InlineData("identifier", "check", "13817264935", "--kind")]
    [InlineData("identifier", "13817264935")]
    [InlineData("13817264935")]
    [InlineData("identifier", "check", "--kind", "phone", "--namespace", "13817264935", "-")]
    public async Task Never_repeats_an_identifier_that_strayed_onto_the_command_line(params string[] arguments)
    {
        BexRun run = await BexRun.Async(arguments);
        Assert.Equal(2, run.Code);
        Assert.DoesNotContain("13817264935", run.Everything);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task Takes_one_from_the_command_line_only_when_told() =>
        Assert.Equal(0, (await BexRun.Async("identifier", "check", "--kind", "phone", "--yes-on-the-command-line", "13817264935")).Code);
}
