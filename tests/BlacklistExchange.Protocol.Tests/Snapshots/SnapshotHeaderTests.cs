using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

public sealed class SnapshotHeaderTests
{
    [Fact]
    public void Keeps_every_field() => Prop.ForAll(Generate.Name.ToArbitrary(), Generate.U32.ToArbitrary(), Gen.Choose(0, (int)SnapshotHeader.MaxCount).ToArbitrary(), static (list, epoch, count) =>
    {
        SnapshotHeader header = new(list, (byte)epoch, epoch, (ulong)count);
        return SnapshotHeader.TryDecode(Encoded(header), header.FileLength, out SnapshotHeader read) && read == header;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_the_layout_of_the_specification() => Assert.Equal(
        "42455853" + "4e415031" + "03" + "06" + "6272616e6473" + new string('0', 52) + "00000102" + "0000000000000007" + new string('0', 20),
        Convert.ToHexStringLower(Encoded(new SnapshotHeader("brands", 3, 0x0102, 7))));

    [Fact]
    public void Refuses_or_tells_apart_every_flipped_bit()
    {
        SnapshotHeader header = new("brands", 1, 1, 2);
        byte[] bytes = Encoded(header);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(!SnapshotHeader.TryDecode(bytes, header.FileLength, out SnapshotHeader read) || (read != header && Encoded(read).AsSpan().SequenceEqual(bytes)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Refuses_a_length_that_the_count_does_not_explain()
    {
        SnapshotHeader header = new("brands", 1, 1, 2);
        Assert.All(Enumerable.Range(0, 400).Where(length => length != header.FileLength), length => Assert.False(SnapshotHeader.TryDecode(Encoded(header), length, out _)));
        Assert.All(Enumerable.Range(0, SnapshotHeader.Size), length => Assert.False(SnapshotHeader.TryDecode(Encoded(header).AsSpan(0, length), length, out _)));
    }

    [Fact]
    public void Refuses_a_file_of_two_gigabytes()
    {
        SnapshotHeader longest = new("brands", 1, 1, SnapshotHeader.MaxCount);
        Assert.InRange(longest.FileLength, int.MaxValue - SnapshotEntry.Size, int.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Encoded(longest with { Count = SnapshotHeader.MaxCount + 1 }));
        byte[] bytes = Encoded(longest);
        bytes[46] = 0xFF;
        Assert.False(SnapshotHeader.TryDecode(bytes, long.MaxValue, out _));
        bytes = Encoded(longest);
        bytes[53]++;
        Assert.False(SnapshotHeader.TryDecode(bytes, longest.FileLength + SnapshotEntry.Size, out _));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Brands")]
    [InlineData("列表")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Refuses_to_write_a_name_that_is_none(string list) => Assert.ThrowsAny<ArgumentException>(() => Encoded(new SnapshotHeader(list, 1, 1, 0)));

    private static byte[] Encoded(SnapshotHeader header)
    {
        byte[] bytes = new byte[SnapshotHeader.Size];
        header.Encode(bytes);
        return bytes;
    }
}
