using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Reports;

public sealed class ReportStatementTests
{
    private static readonly ReportStatement Example = Generate.Report.Sample(1, 1)[0];

    [Fact]
    public void Keeps_every_field() => Prop.ForAll(Generate.Report.ToArbitrary(), static wanted =>
    {
        Assert.True(ReportStatement.TryDecode(wanted.Encode(), out ReportStatement read));
        Assert.Equivalent(wanted, read, strict: true);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_500_items_and_refuses_none_or_501()
    {
        ReportItem item = new(1, new byte[32], new byte[32]);
        Assert.True(ReportStatement.TryDecode((Example with { Items = [.. Enumerable.Repeat(item, 500)] }).Encode(), out ReportStatement read));
        Assert.Equal(500, read.Items.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => (Example with { Items = [.. Enumerable.Repeat(item, 501)] }).Encode());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Example with { Items = [] }).Encode());
        byte[] bytes = (Example with { Items = [item] }).Encode();
        bytes[^66] = 0;
        Assert.False(ReportStatement.TryDecode(bytes.AsSpan(0, bytes.Length - 65), out _));
        byte[] many = [.. bytes.AsSpan(0, bytes.Length - 67), 0x01, 0xF5, .. new byte[501 * 65]];
        Assert.False(ReportStatement.TryDecode(many, out _));
    }

    [Fact]
    public void Refuses_values_outside_the_registries()
    {
        Refused(Example with { Category = (BlacklistExchange.Protocol.Entries.Category)6 });
        Refused(Example with { EvidenceType = (BlacklistExchange.Protocol.Entries.EvidenceType)8 });
        Refused(Example with { EvidenceType = 0 });
        Refused(Example with { Basis = (ReportBasis)3 });
        Refused(Example with { Member = "Not a name" });
    }

    /// <summary>A truth of 2 would be a second way to write 1.</summary>
    [Fact]
    public void Refuses_a_flag_that_is_neither_0_nor_1()
    {
        ReportStatement one = Example with { NoticeServed = true };
        byte[] bytes = one.Encode();
        int at = bytes.AsSpan().IndexOf(one.Origin) - 1;
        Assert.Equal(1, bytes[at]);
        bytes[at] = 2;
        Assert.False(ReportStatement.TryDecode(bytes, out _));
    }

    private static void Refused(ReportStatement statement) => Assert.False(ReportStatement.TryDecode(statement.Encode(), out _));
}
