using System.Security.Cryptography;
using BlacklistExchange.Protocol.Snapshots;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

public sealed class DeltaTests
{
    private static readonly byte[][] Rows = [.. Enumerable.Range(1, 6).Select(static number => (byte[])[.. Enumerable.Repeat((byte)(number * 16), 64)])];

    [Fact]
    public void Returns_the_later_file_byte_by_byte() => Prop.ForAll(Files.Pair.ToArbitrary(), static pair =>
        Files.Apply(pair.Before, Files.Between(pair.Before, pair.After)) is { } result && result.AsSpan().SequenceEqual(pair.After)).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_its_length_before_it_is_written() => Prop.ForAll(Files.Pair.ToArbitrary(), static pair =>
        Delta.LengthBetween(pair.Before, pair.After) == Files.Between(pair.Before, pair.After).Length).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_the_layout_of_the_specification()
    {
        byte[] before = Files.Make([Rows[0], Rows[1], Rows[2]]);
        byte[] changed = [.. Rows[1][..63], 0];
        byte[] after = Files.Make([changed, Rows[2], Rows[3]]);
        Assert.Equal([.. "BEXDELT1"u8, .. SHA256.HashData(before), .. SHA256.HashData(after), 0, 0, 0, 1, 0, 0, 0, 2, .. Rows[0][..16], .. changed, .. Rows[3]], Files.Between(before, after));
    }

    [Fact]
    public void Refuses_every_flipped_bit_truncation_and_extension()
    {
        byte[] before = Files.Make([Rows[0], Rows[1], Rows[2]]);
        byte[] delta = Files.Between(before, Files.Make([Rows[1], Rows[3]]));
        Assert.NotNull(Files.Apply(before, delta));
        for (int bit = 0; bit < delta.Length * 8; bit++)
        {
            delta[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Files.Apply(before, delta));
            delta[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.All(Enumerable.Range(0, delta.Length), length => Assert.Null(Files.Apply(before, delta[..length])));
        Assert.Null(Files.Apply(before, [.. delta, 0]));
        Assert.Null(Files.Apply(before, [.. delta, .. Rows[4]]));
    }

    [Fact]
    public void Refuses_another_base() => Prop.ForAll(Files.Pair.ToArbitrary(), static pair =>
        pair.Before.AsSpan().SequenceEqual(pair.After) || Files.Apply(pair.After, Files.Between(pair.Before, pair.After)) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_what_is_no_delta_without_throwing()
    {
        byte[] before = Files.Make(Rows);
        Prop.ForAll(Gen.Choose(0, 255).Select(static number => (byte)number).ArrayOf().ToArbitrary(), noise =>
            Files.Apply(before, noise) is null && Files.Apply(before, [.. "BEXDELT1"u8, .. SHA256.HashData(before), .. noise]) is null).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a removal that is not there", new[] { 3 }, new int[0])]
    [InlineData("removals that do not ascend", new[] { 1, 0 }, new int[0])]
    [InlineData("the same removal twice", new[] { 1, 1 }, new int[0])]
    [InlineData("changes that do not ascend", new int[0], new[] { 4, 3 })]
    [InlineData("the same change twice", new int[0], new[] { 4, 4 })]
    [InlineData("removed and changed", new[] { 1 }, new[] { 1 })]
    public void Refuses_rows_that_contradict_each_other(string cause, int[] removals, int[] changes)
    {
        byte[] before = Files.Make([Rows[0], Rows[1], Rows[2]]);
        byte[] delta =
        [
            .. "BEXDELT1"u8, .. SHA256.HashData(before), .. new byte[32], 0, 0, 0, (byte)removals.Length, 0, 0, 0, (byte)changes.Length,
            .. removals.SelectMany(static row => Rows[row][..16]), .. changes.SelectMany(static row => Rows[row]),
        ];
        Assert.True(Files.Apply(before, delta) is null, cause);
    }

    [Fact]
    public void Refuses_counts_that_the_length_does_not_explain()
    {
        byte[] before = Files.Make([Rows[0]]);
        byte[] delta = [.. "BEXDELT1"u8, .. SHA256.HashData(before), .. new byte[32], 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[64]];
        Assert.Null(Files.Apply(before, delta));
    }

    /// <summary>Only a hub that signs nonsense could offer such a base: it is refused, not crashed on.</summary>
    [Fact]
    public void Refuses_a_base_out_of_order()
    {
        byte[] before = Files.Make([Rows[0], Rows[1], Rows[2]]);
        Rows[5].CopyTo(before, 64);
        byte[] delta = [.. "BEXDELT1"u8, .. SHA256.HashData(before), .. new byte[32], 0, 0, 0, 0, 0, 0, 0, 1, .. Rows[3]];
        Assert.Null(Files.Apply(before, delta));
    }

    [Fact]
    public void Refuses_two_files_that_do_not_belong_together()
    {
        byte[] file = Files.Make(Rows);
        Assert.Throws<ArgumentException>(() => Files.Between(file, Files.Make(Rows, list: "others")));
        Assert.Throws<ArgumentException>(() => Files.Between(file, Files.Make(Rows, kind: 2)));
        Assert.Throws<ArgumentException>(() => Files.Between(file, Files.Make(Rows, epoch: 2)));
        Assert.Throws<ArgumentException>(() => Files.Between(file, file[..^1]));
        Assert.Throws<ArgumentException>(() => Delta.LengthBetween([], file));
        Assert.ThrowsAny<ArgumentException>(() => Delta.Write(file, new byte[31], file, new byte[32], Stream.Null));
    }
}
