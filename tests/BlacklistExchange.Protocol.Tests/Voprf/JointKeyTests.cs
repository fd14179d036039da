using BlacklistExchange.Protocol.Voprf;
using static BlacklistExchange.Protocol.Tests.Voprf.VoprfScene;

namespace BlacklistExchange.Protocol.Tests.Voprf;

public sealed class JointKeyTests
{
    private readonly VoprfScene scene = new(threshold: 2, holders: 4);

    [Fact]
    public void Keeps_what_it_was_created_from()
    {
        Assert.Equal(2, scene.Joint.Threshold);
        Assert.Equal(4, scene.Joint.HolderCount);
        Assert.Equal(scene.Single.PublicKey.ToArray(), scene.Joint.PublicKey.ToArray());
    }

    [Fact]
    public void Refuses_a_joint_key_that_the_holders_do_not_combine_to() =>
        Refused(2, scene.Holders, scene.Holders[0].PublicKey, "do not combine");

    [Fact]
    public void Refuses_a_first_holder_with_another_key() =>
        Refused(2, [scene.Holders[0] with { PublicKey = scene.Holders[1].PublicKey }, .. scene.Holders[1..]], scene.Single.PublicKey, "do not combine");

    [Fact]
    public void Refuses_a_further_holder_off_the_polynomial() =>
        Refused(2, [.. scene.Holders[..3], scene.Holders[3] with { PublicKey = scene.Holders[0].PublicKey }], scene.Single.PublicKey, "holder 4");

    [Fact]
    public void Refuses_a_threshold_below_the_degree() =>
        Refused(1, scene.Holders, scene.Holders[0].PublicKey, "holder 2");

    [Fact]
    public void Refuses_index_zero_and_equal_indices()
    {
        Refused(2, [scene.Holders[0] with { Index = 0 }, .. scene.Holders[1..]], scene.Single.PublicKey, "index 0");
        Refused(2, [scene.Holders[0], scene.Holders[0]], scene.Single.PublicKey, "occurs twice");
    }

    [Fact]
    public void Refuses_bytes_that_are_no_element()
    {
        Refused(2, scene.Holders, new byte[32], "joint public key is no element");
        Refused(2, scene.Holders, new byte[31], "joint public key is no element");
        Refused(2, [scene.Holders[0] with { PublicKey = new byte[32] }, .. scene.Holders[1..]], scene.Single.PublicKey, "public key of holder 1");
        Assert.Equal(VoprfError.DeserializeError, Assert.Throws<VoprfException>(() => JointKey.OfSingle(Suite, new byte[32])).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    public void Refuses_thresholds_outside_the_holders(int threshold) => Refused(threshold, scene.Holders, scene.Single.PublicKey, "threshold must be");

    [Fact]
    public void Refuses_no_holders_and_too_many()
    {
        Refused(1, [], scene.Single.PublicKey, "has 0");
        Refused(1, [.. Enumerable.Range(1, 256).Select(i => new HolderKey((ushort)i, scene.Single.PublicKey))], scene.Single.PublicKey, "has 256");
    }

    private static void Refused(int threshold, HolderKey[] holders, ReadOnlyMemory<byte> joint, string because)
    {
        Assert.False(JointKey.TryCreate(Suite, threshold, holders, joint, out JointKey? key, out string? reason));
        Assert.Null(key);
        Assert.Contains(because, reason, StringComparison.Ordinal);
    }
}
