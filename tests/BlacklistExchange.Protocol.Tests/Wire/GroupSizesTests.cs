using BlacklistExchange.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class GroupSizesTests
{
    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(1, new[] { 4 })]
    [InlineData(4, new[] { 4 })]
    [InlineData(5, new[] { 16 })]
    [InlineData(17, new[] { 64 })]
    [InlineData(65, new[] { 256 })]
    [InlineData(257, new[] { 1024 })]
    [InlineData(1024, new[] { 1024 })]
    [InlineData(1025, new[] { 1024, 4 })]
    [InlineData(2300, new[] { 1024, 1024, 256 })]
    public void Returns_whole_groups_first_and_the_next_size_for_the_rest(int count, int[] sizes) => Assert.Equal(sizes, GroupSizes.Split(count));

    [Fact]
    public void Keeps_room_for_every_element_and_charges_what_it_sends() => Prop.ForAll(Gen.Choose(0, 20_000).ToArbitrary(), static count =>
    {
        IReadOnlyList<int> sizes = GroupSizes.Split(count);
        return sizes.All(GroupSizes.IsPadded) && sizes.Sum() >= count && sizes.SkipLast(1).Sum() <= count && GroupSizes.Cost(count) == sizes.Sum();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_every_other_size()
    {
        Assert.Equal([4, 16, 64, 256, 1024], Enumerable.Range(-2, 3000).Where(GroupSizes.IsPadded));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupSizes.Split(-1));
    }
}
