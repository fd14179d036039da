using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;
using static BlacklistExchange.Protocol.Tests.Voprf.VoprfScene;

namespace BlacklistExchange.Protocol.Tests.Voprf;

public sealed class ThresholdTests
{
    private const int Count = 5;
    private readonly VoprfScene scene = new(threshold: 2, holders: 3);
    private readonly byte[] outputs = new byte[Count * Suite.OutputSize];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public void Returns_the_single_key_output_from_any_two_of_three(int first, int second)
    {
        using BlindedBatch batch = new VoprfClient(scene.Joint).Blind(Inputs(Count));
        FinalizeReport report = batch.Finalize([scene.Answer(first, batch.BlindedElements), scene.Answer(second, batch.BlindedElements)], outputs);
        Assert.Equal(scene.Expected(Count), outputs);
        Assert.Equal([(ushort)first, (ushort)second], report.Used);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Returns_the_output_and_names_the_liar_when_one_of_three_lies(int liar)
    {
        using BlindedBatch batch = new VoprfClient(scene.Joint).Blind(Inputs(Count));
        HolderAnswer[] answers = [.. Enumerable.Range(1, 3).Select(i => i == liar ? Lie(i, batch.BlindedElements) : scene.Answer(i, batch.BlindedElements))];
        FinalizeReport report = batch.Finalize(answers, outputs);
        Assert.Equal(scene.Expected(Count), outputs);
        Assert.Equal([(ushort)liar], report.Refused);
        Assert.DoesNotContain((ushort)liar, report.Used);
    }

    [Fact]
    public void Refuses_when_two_of_three_lie()
    {
        using BlindedBatch batch = new VoprfClient(scene.Joint).Blind(Inputs(Count));
        HolderAnswer[] answers = [Lie(1, batch.BlindedElements), scene.Answer(2, batch.BlindedElements), Lie(3, batch.BlindedElements)];
        VoprfException error = Assert.Throws<VoprfException>(() => batch.Finalize(answers, outputs));
        Assert.Equal(VoprfError.VerifyError, error.Error);
        Assert.Contains("holder 1, 3", error.Message, StringComparison.Ordinal);
        Assert.All(outputs, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Refuses_one_holder_speaking_for_two()
    {
        using BlindedBatch batch = new VoprfClient(scene.Joint).Blind(Inputs(Count));
        HolderAnswer one = scene.Answer(1, batch.BlindedElements);
        Assert.Equal(VoprfError.VerifyError, Assert.Throws<VoprfException>(() => batch.Finalize([one, one], outputs)).Error);
        Assert.Equal(VoprfError.VerifyError, Assert.Throws<VoprfException>(() => batch.Finalize([one, one with { Index = 2 }], outputs)).Error);
        Assert.Equal(VoprfError.VerifyError, Assert.Throws<VoprfException>(() => batch.Finalize([one, one with { Index = 9 }], outputs)).Error);
        Assert.Equal(VoprfError.VerifyError, Assert.Throws<VoprfException>(() => batch.Finalize([one], outputs)).Error);
        Assert.Equal(VoprfError.VerifyError, Assert.Throws<VoprfException>(() => batch.Finalize([], outputs)).Error);
    }

    [Fact]
    public void Keeps_the_answer_when_another_holder_sends_rubbish()
    {
        using BlindedBatch batch = new VoprfClient(scene.Joint).Blind(Inputs(Count));
        HolderAnswer[] good = [scene.Answer(1, batch.BlindedElements), scene.Answer(2, batch.BlindedElements)];
        HolderAnswer third = scene.Answer(3, batch.BlindedElements);
        HolderAnswer[] rubbish =
        [
            third with { EvaluatedElements = default },
            third with { EvaluatedElements = third.EvaluatedElements[..^1] },
            third with { EvaluatedElements = third.EvaluatedElements[Suite.ElementSize..] },
            third with { EvaluatedElements = new byte[Count * Suite.ElementSize] },
            third with { Proof = default },
            third with { Proof = third.Proof[..^1] },
            third with { Proof = Enumerable.Repeat((byte)255, Suite.ProofSize).ToArray() },
        ];
        foreach (HolderAnswer bad in rubbish)
        {
            FinalizeReport report = batch.Finalize([bad, .. good], outputs);
            Assert.Equal([(ushort)3], report.Refused);
            Assert.Equal([(ushort)1, (ushort)2], report.Used);
            Assert.Equal(scene.Expected(Count), outputs);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(5, 8)]
    public void Returns_the_secret_in_the_exponent_for_other_thresholds(int threshold, int holders)
    {
        VoprfScene other = new(threshold, holders);
        using BlindedBatch batch = new VoprfClient(other.Joint).Blind(Inputs(Count));
        HolderAnswer[] answers = [.. Enumerable.Range(holders - threshold + 1, threshold).Select(i => other.Answer(i, batch.BlindedElements))];
        batch.Finalize(answers, outputs);
        Assert.Equal(other.Expected(Count), outputs);
    }

    [Fact]
    public void Refuses_thresholds_that_no_holders_can_meet()
    {
        using Scalar secret = Suite.Group.RandomScalar();
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.Split(secret, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.Split(secret, 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.Split(secret, 1, 65536));
    }
}
