using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

public sealed class SnapshotWriterTests
{
    [Fact]
    public void Keeps_the_same_content_the_same_file()
    {
        byte[][] rows = [[.. Enumerable.Repeat((byte)2, 64)], [.. Enumerable.Repeat((byte)1, 64)]];
        Assert.Equal(Files.Make(rows), Files.Make(rows.Reverse()));
        Assert.NotEqual(Files.Make(rows), Files.Make(rows, epoch: 2));
        Assert.NotEqual(Files.Make(rows), Files.Make(rows, kind: 2));
        Assert.NotEqual(Files.Make(rows), Files.Make(rows, list: "brand"));
    }

    [Fact]
    public void Keeps_every_byte_across_its_blocks()
    {
        byte[][] rows = [.. Enumerable.Range(0, 3000).Select(static number => (byte[])[(byte)(number >> 8), (byte)number, .. Enumerable.Repeat((byte)(number * 7), 62)])];
        byte[] file = Files.Make(rows);
        Assert.Equal(64 + 3000 * 64, file.Length);
        Assert.Equal(rows.SelectMany(static row => row), file.Skip(64));
    }

    [Fact]
    public void Refuses_entries_that_do_not_ascend()
    {
        using SnapshotWriter writer = new(Stream.Null, new SnapshotHeader("brands", 1, 1, 3));
        writer.Add([.. Enumerable.Repeat((byte)5, 64)]);
        Assert.Throws<InvalidOperationException>(() => writer.Add([.. Enumerable.Repeat((byte)4, 64)]));
        Assert.Throws<InvalidOperationException>(() => writer.Add([.. Enumerable.Repeat((byte)5, 16), .. new byte[48]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add(new byte[63]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Refuses_to_end_with_another_count(ulong promised)
    {
        using SnapshotWriter writer = new(Stream.Null, new SnapshotHeader("brands", 1, 1, promised));
        writer.Add(new byte[64]);
        Assert.Throws<InvalidOperationException>(() => writer.Complete());
    }

    [Fact]
    public void Returns_a_valid_file_of_nothing()
    {
        byte[] file = Files.Make([]);
        Assert.Equal(SnapshotHeader.Size, file.Length);
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader reader));
        Assert.Equal(0, reader.Count);
    }
}
