using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Entries;

public sealed class LabelTests
{
    private static readonly Label Example = new(Category.Counterfeit, new Month(240), new Month(241), 2, EntryStatus.Listed, EvidenceTier.Official, LabelFlags.StayDown, 7, 0xDEADBEEF);

    [Fact]
    public void Keeps_every_field() => Prop.ForAll(Generate.Label.ToArbitrary(), static label =>
        Label.TryDecode(Encoded(label), out Label read) && read == label).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_the_layout_of_the_specification() => Assert.Equal("0004" + "00f0" + "00f1" + "02" + "02" + "04" + "04" + "0007" + "deadbeef", Convert.ToHexStringLower(Encoded(Example)));

    [Fact]
    public void Refuses_or_tells_apart_every_changed_byte()
    {
        byte[] bytes = Encoded(Example);
        for (int at = 0; at < bytes.Length; at++)
        {
            byte kept = bytes[at];
            for (int value = 0; value < 256; value++)
            {
                bytes[at] = (byte)value;
                if (Label.TryDecode(bytes, out Label label))
                {
                    Assert.Equal(bytes, Encoded(label));
                }
            }
            bytes[at] = kept;
        }
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(6, 4)]
    [InlineData(6, 6)]
    [InlineData(7, 0)]
    [InlineData(7, 4)]
    [InlineData(8, 0)]
    [InlineData(8, 5)]
    [InlineData(4, 0)]
    public void Refuses_values_outside_the_registry(int at, byte value)
    {
        byte[] bytes = Encoded(Example);
        bytes[at] = value;
        bytes[5] = at == 4 ? (byte)0 : bytes[5];
        Assert.False(Label.TryDecode(bytes, out _));
    }

    [Fact]
    public void Refuses_to_write_a_label_that_no_member_could_read()
    {
        Assert.Throws<InvalidOperationException>(() => Encoded(default));
        Assert.Throws<InvalidOperationException>(() => Encoded(Example with { First = new Month(242) }));
        Assert.Throws<InvalidOperationException>(() => Encoded(Example with { ReporterBucket = 4 }));
        Assert.Throws<InvalidOperationException>(() => Encoded(Example with { Status = (EntryStatus)9 }));
        Assert.Throws<InvalidOperationException>(() => Encoded(Example with { Tier = (EvidenceTier)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Example.Encode(new byte[15]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void Refuses_another_length(int length) => Assert.False(Label.TryDecode(new byte[length], out _));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 5)]
    [InlineData(5000, 5)]
    public void Returns_a_bucket_for_a_count(int reporters, byte bucket) => Assert.Equal(bucket, Label.Bucket(reporters));

    private static byte[] Encoded(Label label)
    {
        byte[] bytes = new byte[Label.Size];
        label.Encode(bytes);
        return bytes;
    }
}
