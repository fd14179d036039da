using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

public sealed class ManifestTests
{
    private static readonly byte[] A = [.. Enumerable.Repeat((byte)0xA, 32)];
    private static readonly byte[] B = [.. Enumerable.Repeat((byte)0xB, 32)];
    private static readonly byte[] C = [.. Enumerable.Repeat((byte)0xC, 32)];
    private static readonly byte[] D = [.. Enumerable.Repeat((byte)0xD, 32)];

    [Fact]
    public void Keeps_every_field() => Prop.ForAll(Generate.Manifest.ToArbitrary(), static wanted =>
    {
        Assert.True(Manifest.TryDecode(wanted.Encode(), out Manifest read));
        Assert.Equivalent(wanted, read, strict: true);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_a_list_without_files_or_epochs() => Assert.True(Reads(Example() with { Files = [], Epochs = [] }));

    [Fact]
    public void Refuses_epochs_or_files_that_do_not_ascend()
    {
        Assert.True(Reads(Example(File(1, 1), File(2, 1), File(1, 2))));
        Assert.False(Reads(Example(File(2, 1), File(1, 1))));
        Assert.False(Reads(Example(File(1, 1), File(1, 1))));
        Assert.False(Reads(Example(File(1, 2), File(2, 1))));
        Assert.False(Reads(Example() with { Epochs = [new ManifestEpoch(2, A), new ManifestEpoch(1, B)] }));
        Assert.False(Reads(Example() with { Epochs = [new ManifestEpoch(1, A), new ManifestEpoch(1, B)] }));
    }

    [Fact]
    public void Refuses_a_file_of_an_epoch_that_is_not_named() => Assert.False(Reads(Example(File(1, 3))));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(int.MaxValue)]
    [InlineData(64 + 64 * 33_554_431L)]
    [InlineData(long.MaxValue)]
    public void Refuses_a_length_no_snapshot_can_have(long length) => Assert.False(Reads(Example(File(1, 1) with { Length = (ulong)length })));

    [Fact]
    public void Refuses_deltas_that_are_no_chain_to_their_file()
    {
        Assert.True(Reads(Example(File(1, 1) with { Digest = D, Deltas = [new(A, C, 80, B), new(B, C, 80, D)] })));
        Assert.False(Reads(Example(File(1, 1) with { Digest = D, Deltas = [new(A, C, 80, B)] })));
        Assert.False(Reads(Example(File(1, 1) with { Digest = D, Deltas = [new(A, C, 80, C), new(B, C, 80, D)] })));
        Assert.False(Reads(Example(File(1, 1) with { Digest = D, Deltas = [new(A, C, 79, D)] })));
        Assert.False(Reads(Example(File(1, 1) with { Digest = D, Deltas = [new(A, C, 1L << 31, D)] })));
    }

    [Fact]
    public void Refuses_to_write_more_than_its_counts_can_say()
    {
        ManifestDelta[] chain = [.. Enumerable.Repeat(new ManifestDelta(A, B, 80, A), 256)];
        Assert.Throws<OverflowException>(() => Example(File(1, 1) with { Digest = A, Deltas = chain }).Encode());
        Assert.True(Reads(Example(File(1, 1) with { Digest = A, Deltas = chain[1..] })));
        Assert.ThrowsAny<ArgumentException>(() => Example(File(1, 1) with { Digest = new byte[31] }).Encode());
    }

    private static bool Reads(Manifest manifest) => Manifest.TryDecode(manifest.Encode(), out _);

    private static ManifestFile File(byte kind, uint epoch) => new(kind, epoch, A, 64, []);

    private static Manifest Example(params ManifestFile[] files) => new()
    {
        Exchange = "beijing", List = "brands", Sequence = 1, IssuedAt = 2, PolicyVersion = 3, Epochs = [new ManifestEpoch(1, A), new ManifestEpoch(2, B)], Files = files,
    };
}
