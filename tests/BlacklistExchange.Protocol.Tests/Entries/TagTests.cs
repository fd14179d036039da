using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Entries;

public sealed class TagTests
{
    [Fact]
    public void Keeps_its_bytes_through_text() => Prop.ForAll(Generate.Digest.ToArbitrary(), static bytes =>
    {
        Tag tag = new(bytes);
        byte[] copy = new byte[Tag.Size];
        tag.CopyTo(copy);
        return tag.ToString() == Convert.ToHexStringLower(bytes) && Tag.TryParse(tag.ToString(), out Tag read) && read == tag && read.Equals((object)tag)
            && read.GetHashCode() == tag.GetHashCode() && tag.ToArray().AsSpan().SequenceEqual(bytes) && copy.AsSpan().SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_unequal_for_every_flipped_bit()
    {
        byte[] bytes = [.. Enumerable.Range(7, 32).Select(static number => (byte)number)];
        Tag tag = new(bytes);
        for (int bit = 0; bit < 256; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(tag != new Tag(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(" 000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public void Refuses_text_that_is_none(string? text)
    {
        Assert.False(Tag.TryParse(text, out Tag tag));
        Assert.Equal(default, tag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuses_another_length(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new Tag(new byte[length]));
}
