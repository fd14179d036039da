using BlacklistExchange.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class EpochDescriptorTests
{
    [Fact]
    public void Keeps_every_field() => Prop.ForAll(Generate.Descriptor.ToArbitrary(), static wanted =>
    {
        Assert.True(EpochDescriptor.TryDecode(wanted.Encode(), out EpochDescriptor read));
        Assert.Equivalent(wanted, read, strict: true);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_kinds_or_holders_that_do_not_ascend()
    {
        Assert.True(Reads(Example));
        Refused(Example with { Kinds = [Kind(2), Kind(1)] });
        Refused(Example with { Kinds = [Kind(1), Kind(1)] });
        Refused(Example with { Kinds = [Kind(1) with { Holders = [Holder(2), Holder(1)] }] });
        Refused(Example with { Kinds = [Kind(1) with { Holders = [Holder(1), Holder(1)] }] });
    }

    [Fact]
    public void Refuses_a_holder_at_zero_which_would_be_the_key_itself() => Refused(Example with { Kinds = [Kind(1) with { Holders = [Holder(0)] }] });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Refuses_a_threshold_that_nobody_or_not_everybody_can_meet(byte threshold) =>
        Refused(Example with { Kinds = [Kind(1) with { Threshold = threshold, Holders = [Holder(1), Holder(2)] }] });

    [Fact]
    public void Refuses_no_kind_no_holder_or_no_time()
    {
        Refused(Example with { Kinds = [] });
        Refused(Example with { Kinds = [Kind(1) with { Holders = [] }] });
        Refused(Example with { NotAfter = Example.NotBefore });
        Refused(Example with { List = "Not a name" });
    }

    private static EpochDescriptor Example => new()
    {
        Exchange = "beijing", List = "ip-infringers", Epoch = 1, NotBefore = 100, NotAfter = 200, Previous = new byte[32], Kinds = [Kind(1), Kind(2)],
    };

    private static DescriptorKind Kind(byte kind) => new(kind, "ristretto255-SHA512", 1, [Holder(1), Holder(2)], new byte[32]);

    private static DescriptorHolder Holder(ushort index) => new(index, new byte[32], "");

    private static bool Reads(EpochDescriptor descriptor) => EpochDescriptor.TryDecode(descriptor.Encode(), out _);

    private static void Refused(EpochDescriptor descriptor) => Assert.False(Reads(descriptor));
}
