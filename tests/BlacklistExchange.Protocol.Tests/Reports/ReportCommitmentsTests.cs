using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Protocol.Tests.Reports;

public sealed class ReportCommitmentsTests
{
    private static readonly byte[] One = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Two = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly byte[] Three = [.. Enumerable.Repeat((byte)3, 32)];

    [Fact]
    public void Returns_the_digests_of_the_specification()
    {
        Assert.Equal(SHA256.HashData([11, .. "bex/item/v1"u8, .. One, .. Two, 9, .. Three]), ReportCommitments.Item(One, new Tag(Two), 9, Three));
        Assert.Equal(SHA256.HashData([15, .. "bex/evidence/v1"u8, .. One, 0, 3, 7, 8, 9, .. Two]), ReportCommitments.Evidence(One, [7, 8, 9], Two));
        Assert.Equal(SHA256.HashData([12, .. "bex/right/v1"u8, 9, .. "trademark"u8, 2, .. "CN"u8, 7, .. "1234567"u8]), ReportCommitments.Right("trademark", "CN", "1234567"));
        Assert.Equal(SHA256.HashData([13, .. "bex/origin/v1"u8, 0, 6, .. "京东"u8, .. One]), ReportCommitments.Origin("京东", One));
    }

    [Fact]
    public void Returns_another_digest_when_letters_move_between_fields() =>
        Assert.NotEqual(ReportCommitments.Right("trademark", "CN", "1"), ReportCommitments.Right("trademar", "kCN", "1"));

    [Fact]
    public void Refuses_other_lengths()
    {
        Assert.ThrowsAny<ArgumentException>(() => ReportCommitments.Item(new byte[31], default, 1, One));
        Assert.ThrowsAny<ArgumentException>(() => ReportCommitments.Item(One, default, 1, new byte[33]));
        Assert.ThrowsAny<ArgumentException>(() => ReportCommitments.Evidence(new byte[16], [1], One));
        Assert.ThrowsAny<ArgumentException>(() => ReportCommitments.Evidence(One, [1], new byte[20]));
        Assert.ThrowsAny<ArgumentException>(() => ReportCommitments.Origin("x", new byte[31]));
    }

    /// <summary>A right spelled in two ways would let one complaint count as two origins.</summary>
    [Theory]
    [InlineData("trademark", "CN", "zl2020")]
    [InlineData("trademark", "CN", "123 4567")]
    [InlineData("trademark", "CN", "1234567\u3000")]
    [InlineData("trademark", "CN", "")]
    [InlineData("trademark", "", "1")]
    [InlineData("", "CN", "1")]
    public void Refuses_a_right_that_could_be_spelled_otherwise(string type, string office, string number) =>
        Assert.ThrowsAny<ArgumentException>(() => ReportCommitments.Right(type, office, number));
}
