using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class DueRulesTests
{
    private const long Now = 1_600_000_000;
    private static readonly PolicyOptions Policy = new();
    private static readonly LiveList Live = new("brands", 3, [new LiveEpoch(1, new byte[32], [2, 4])]);

    private static readonly Manifest Current = new()
    {
        Exchange = "test-exchange", List = "brands", Sequence = 1, IssuedAt = Now, PolicyVersion = 3, Epochs = [new ManifestEpoch(1, new byte[32])],
        Files = [new ManifestFile(2, 1, new byte[32], 64, []), new ManifestFile(4, 1, new byte[32], 64, [])],
    };

    private static readonly Publication Fresh = new(Current, Now, null);

    [Theory]
    [InlineData(0, false)]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(-1, true)]
    public void Returns_when_entries_may_be_looked_at_again(long later, bool due) => Assert.Equal(due, DueRules.IsDue(Live, Fresh, Now + later, Policy));

    [Theory]
    [InlineData(539, false)]
    [InlineData(540, true)]
    public void Returns_when_a_quiet_manifest_must_be_signed_anew(long age, bool due)
    {
        Publication looked = Fresh with { LookedAt = Now + age };
        Assert.Equal(due, DueRules.IsDue(Live, looked, Now + age, Policy));
        Assert.Equal(due, DueRules.MustSign(Current, Now + age, Policy));
    }

    [Fact]
    public void Returns_at_once_when_the_manifest_no_longer_covers_the_list()
    {
        LiveList[] others =
        [
            Live with { PolicyVersion = 4 },
            Live with { Epochs = [] },
            Live with { Epochs = [.. Live.Epochs, new LiveEpoch(2, new byte[32], [2, 4])] },
            Live with { Epochs = [Live.Epochs[0] with { Epoch = 2 }] },
            Live with { Epochs = [Live.Epochs[0] with { DescriptorDigest = [1, .. new byte[31]] }] },
            Live with { Epochs = [Live.Epochs[0] with { Kinds = [2] }] },
            Live with { Epochs = [Live.Epochs[0] with { Kinds = [2, 5] }] },
        ];
        Assert.All(others, list => Assert.True(DueRules.IsDue(list, Fresh, Now, Policy)));
        Assert.True(DueRules.IsDue(Live, new Publication(null, 0, null), Now, Policy));
    }

    [Fact]
    public void Keeps_half_a_minute_between_failures()
    {
        Publication failed = new(null, 0, Now);
        Assert.False(DueRules.IsDue(Live, failed, Now + 29, Policy));
        Assert.True(DueRules.IsDue(Live, failed, Now + 30, Policy));
    }
}
