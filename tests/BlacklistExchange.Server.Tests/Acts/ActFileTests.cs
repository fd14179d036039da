using BlacklistExchange.Server.Acts;

namespace BlacklistExchange.Server.Tests.Acts;

public sealed class ActFileTests
{
    private const string Tag = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void Returns_entries_and_reports_in_any_order_of_columns()
    {
        string text = $"\uFEFFtag,kind,list,epoch,report,reference,ground\r\n{Tag},phone,goods,2,,R1,\"decision, 3 shops\"\r\n\r\n,,,,alpha/5d0b2d5e-52b7-4d3a-8a49-b1b5a5a5a5a5,,\r\n";
        IReadOnlyList<ActTarget> targets = ActFile.Parse(text, "expelled", "R0", out IReadOnlyList<string> faults);
        Assert.Empty(faults);
        Assert.Equal(
            [
                new ActTarget(2, "decision, 3 shops", "R1", "goods", 2, "phone", Tag),
                new ActTarget(4, "expelled", "R0", Report: "alpha/5d0b2d5e-52b7-4d3a-8a49-b1b5a5a5a5a5"),
            ],
            targets);
    }

    [Fact]
    public void Returns_the_entries_of_a_members_receipts_file_as_it_is()
    {
        string text = $"case_id,report_id,item,list,epoch,kind,tag,outcome,state\nC-1,5d0b2d5e-52b7-4d3a-8a49-b1b5a5a5a5a5,0,goods,2,phone,{Tag},accepted,pending\n";
        IReadOnlyList<ActTarget> targets = ActFile.Parse(text, "decision", "R1", out IReadOnlyList<string> faults);
        Assert.Empty(faults);
        Assert.Equal([new ActTarget(2, "decision", "R1", "goods", 2, "phone", Tag)], targets);
    }

    [Fact]
    public void Refuses_by_line_and_names_every_bad_one()
    {
        string text = $"list,kind,tag,epoch,ground,reference\ngoods,phone,{Tag},x,g,r\ngoods,phone\ngoods,phone,{Tag},,g,\ngoods,phone,{Tag},1,\"g,r\ngoods,phone,{Tag},1,g,r\n";
        IReadOnlyList<ActTarget> targets = ActFile.Parse(text, null, null, out IReadOnlyList<string> faults);
        Assert.Single(targets);
        Assert.Equal(["line 2", "line 3", "line 4", "line 5"], faults.Select(static fault => fault[..6]));
        Assert.Contains("epoch", faults[0], StringComparison.Ordinal);
        Assert.Contains("fields", faults[1], StringComparison.Ordinal);
        Assert.Contains("reference", faults[2], StringComparison.Ordinal);
        Assert.Contains("quoted", faults[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "column")]
    [InlineData("list,kind,tag,phone\n", "'phone'")]
    [InlineData("report,report\n", "twice")]
    [InlineData("list,kind\n", "needs a column")]
    [InlineData("report\n", "0 lines")]
    public void Refuses_a_header(string text, string expected)
    {
        ActFile.Parse(text, "g", "r", out IReadOnlyList<string> faults);
        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_more_lines_than_one_act_takes()
    {
        string text = "report\n" + string.Concat(Enumerable.Repeat("alpha/5d0b2d5e-52b7-4d3a-8a49-b1b5a5a5a5a5\n", ActTargets.MaxTargets + 1));
        ActFile.Parse(text, "g", "r", out IReadOnlyList<string> faults);
        Assert.Contains("10001 lines", Assert.Single(faults), StringComparison.Ordinal);
    }
}
