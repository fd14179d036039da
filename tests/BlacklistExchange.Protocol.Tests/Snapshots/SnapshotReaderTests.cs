using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

public sealed class SnapshotReaderTests
{
    [Fact]
    public void Returns_every_entry_and_misses_its_neighbours() => Prop.ForAll(Files.Any.ToArbitrary(), static file =>
    {
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader reader));
        HashSet<UInt128> tags = [];
        for (int index = 0; index < reader.Count; index++)
        {
            tags.Add(SnapshotEntry.Number(reader.Entry(index)));
        }
        for (int index = 0; index < reader.Count; index++)
        {
            Assert.True(reader.TryFind(reader.Entry(index)[..16], out ReadOnlySpan<byte> found));
            Assert.True(found.SequenceEqual(reader.Entry(index)));
            UInt128 tag = SnapshotEntry.Number(reader.Entry(index));
            Assert.Equal(tags.Contains(tag + 1), Finds(reader, tag + 1));
            Assert.Equal(tags.Contains(tag - 1), Finds(reader, tag - 1));
        }
        return reader.Count == (file.Length - 64) / 64;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_what_a_plain_search_returns_in_a_large_uniform_file()
    {
        Random random = new(7);
        byte[][] rows = [.. Enumerable.Range(0, 20_000).Select(_ => Random(random))];
        byte[] file = Files.Make(rows);
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader reader));
        foreach (byte[] row in rows)
        {
            Assert.True(reader.TryFind(row.AsSpan(0, 16), out ReadOnlySpan<byte> found) && found.SequenceEqual(row));
            Assert.False(reader.TryFind(Random(random).AsSpan(0, 16), out _));
        }
    }

    [Fact]
    public void Returns_the_same_when_reopened_under_its_header()
    {
        Random random = new(8);
        byte[][] rows = [.. Enumerable.Range(0, 50).Select(_ => Random(random))];
        byte[] file = Files.Make(rows);
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader opened));
        SnapshotReader again = new(opened.Header, file);
        Assert.Equal(rows.Length, again.Count);
        foreach (byte[] row in rows)
        {
            Assert.True(again.TryFind(row.AsSpan(0, 16), out ReadOnlySpan<byte> found) && found.SequenceEqual(row));
        }
    }

    [Fact]
    public void Refuses_to_reopen_a_file_of_another_length()
    {
        byte[] file = Files.Make([Random(new Random(9))]);
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader reader));
        SnapshotHeader header = reader.Header;
        Assert.Throws<ArgumentException>(() => new SnapshotReader(header, file.AsSpan(0, file.Length - 1)).Count);
        Assert.Throws<ArgumentException>(() => new SnapshotReader(header with { Count = 2 }, file).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Refuses_nothing_at_the_ends_of_the_tag_space(int entries)
    {
        byte[] lowest = new byte[64];
        byte[] highest = [.. Enumerable.Repeat((byte)0xFF, 64)];
        byte[] file = Files.Make(((byte[][])[lowest, highest]).Take(entries));
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader reader));
        Assert.Equal(entries > 0, Finds(reader, UInt128.Zero));
        Assert.Equal(entries > 1, Finds(reader, UInt128.MaxValue));
        Assert.False(Finds(reader, UInt128.One));
        Assert.False(Finds(reader, UInt128.MaxValue - 1));
        Assert.False(Finds(reader, UInt128.MaxValue / 2));
    }

    /// <summary>Tags that crowd at one end, as no honest hub would write them: the search grows slower, never wrong and never endless.</summary>
    [Fact]
    public void Keeps_finding_when_tags_are_not_uniform()
    {
        byte[][] rows = [.. Enumerable.Range(0, 5000).Select(static number => (byte[])[.. new byte[12], .. BitConverter.GetBytes(number * 3 + 1).Reverse(), .. new byte[48]])];
        rows[^1] = [.. Enumerable.Repeat((byte)0xFF, 64)];
        byte[] file = Files.Make(rows);
        Assert.True(SnapshotReader.TryOpen(file, out SnapshotReader reader));
        foreach (byte[] row in rows)
        {
            Assert.True(reader.TryFind(row.AsSpan(0, 16), out _));
            Assert.False(Finds(reader, SnapshotEntry.Number(row) - 1));
        }
    }

    [Fact]
    public void Refuses_to_fail_on_entries_out_of_order() => Prop.ForAll(Generate.Bytes(64 * 9).ToArbitrary(), Generate.Bytes(16).ToArbitrary(), static (noise, tag) =>
    {
        byte[] file = [.. Files.Make([new byte[64]])[..64], .. noise];
        file[53] = 9;
        return SnapshotReader.TryOpen(file, out SnapshotReader reader) && reader.Count == 9 && (!reader.TryFind(tag, out ReadOnlySpan<byte> found) || found[..16].SequenceEqual(tag));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_every_truncation_and_extension()
    {
        byte[] file = Files.Make([new byte[64], [.. Enumerable.Repeat((byte)1, 64)]]);
        Assert.All(Enumerable.Range(0, file.Length), length => Assert.False(SnapshotReader.TryOpen(file.AsSpan(0, length), out _)));
        Assert.False(SnapshotReader.TryOpen([.. file, 0], out _));
        Assert.False(SnapshotReader.TryOpen([.. file, .. new byte[64]], out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(32)]
    public void Refuses_a_tag_of_another_length(int length)
    {
        byte[] file = Files.Make([new byte[64]]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SnapshotReader.TryOpen(file, out SnapshotReader reader) && reader.TryFind(new byte[length], out _));
    }

    private static byte[] Random(Random random)
    {
        byte[] row = new byte[64];
        random.NextBytes(row);
        return row;
    }

    private static bool Finds(SnapshotReader reader, UInt128 tag)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, tag);
        return reader.TryFind(bytes, out _);
    }
}
