using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Snapshots;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class ChainRulesTests
{
    [Fact]
    public void Keeps_a_chain_shorter_than_its_file_and_64_steps() => Prop.ForAll(Gen.Choose(80, 4000).ListOf().ToArbitrary(), Gen.Choose(64, 20_000).ToArbitrary(), static (lengths, length) =>
    {
        IReadOnlyList<ManifestDelta> chain = [];
        for (int step = 0; step < lengths.Count; step++)
        {
            chain = ChainRules.Extend(chain, Step(step, (ulong)lengths[step]), (ulong)length);
        }
        ulong total = chain.Aggregate(0UL, static (sum, delta) => sum + delta.Length);
        bool leads = chain.Zip(chain.Skip(1)).All(static pair => pair.First.Result.SequenceEqual(pair.Second.Base))
            && (chain.Count == 0 || chain[^1].Result.SequenceEqual(Digest(lengths.Count)));
        bool empty = lengths.Count == 0 || lengths[lengths.Count - 1] >= length;
        return chain.Count <= 64 && leads && empty == (chain.Count == 0) && (empty || total < (ulong)length);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_as_many_steps_as_fit()
    {
        IReadOnlyList<ManifestDelta> chain = [Step(0, 100), Step(1, 100), Step(2, 100)];
        Assert.Equal([100, 100, 100, 99], Lengths(ChainRules.Extend(chain, Step(3, 99), 400)));
        Assert.Equal([100, 100, 100], Lengths(ChainRules.Extend(chain, Step(3, 100), 400)));
        Assert.Equal([399], Lengths(ChainRules.Extend(chain, Step(3, 399), 400)));
        Assert.Empty(ChainRules.Extend(chain, Step(3, 400), 400));
        Assert.Empty(ChainRules.Extend(chain, null, 400));
    }

    [Fact]
    public void Keeps_64_steps_and_no_more()
    {
        IReadOnlyList<ManifestDelta> chain = [];
        for (int step = 0; step < 70; step++)
        {
            chain = ChainRules.Extend(chain, Step(step, 80), 1_000_000);
        }
        Assert.Equal(64, chain.Count);
        Assert.Equal(Digest(6), chain[0].Base);
        Assert.Equal(Digest(70), chain[^1].Result);
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public void Returns_what_lies_behind_the_last_gap(int gone, int left)
    {
        ManifestDelta[] chain = [Step(0, 80), Step(1, 80), Step(2, 80), Step(3, 80)];
        Assert.Equal(chain[^left..], ChainRules.Unbroken(chain, delta => gone < 0 || delta != chain[gone]));
    }

    private static int[] Lengths(IReadOnlyList<ManifestDelta> chain) => [.. chain.Select(static delta => (int)delta.Length)];

    private static ManifestDelta Step(int from, ulong length) => new(Digest(from), Digest(1000 + from), length, Digest(from + 1));

    private static byte[] Digest(int number) => [.. BitConverter.GetBytes(number), .. new byte[28]];
}
