using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;
using FsCheck;
using FsCheck.Fluent;
using static BlacklistExchange.Protocol.Tests.Voprf.VoprfScene;

namespace BlacklistExchange.Protocol.Tests.Voprf;

public sealed class VoprfTests
{
    private const int Count = 3;
    private readonly KeyPair key = KeyPair.Generate(Suite);
    private readonly VoprfClient client;

    public VoprfTests() => client = new VoprfClient(JointKey.OfSingle(Suite, key.PublicKey));

    [Fact]
    public void Keeps_the_output_and_changes_the_blinded_element_from_blind_to_blind() => Prop.ForAll<NonNull<byte[]>>(input =>
    {
        using BlindedBatch first = client.Blind([input.Get]), second = client.Blind([input.Get]);
        Assert.NotEqual(first.BlindedElements.ToArray(), second.BlindedElements.ToArray());
        Assert.Equal(Outputs(first), Outputs(second));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Returns_for_each_input_of_a_batch_what_it_returns_for_the_input_alone()
    {
        using BlindedBatch batch = client.Blind(Inputs(130));
        byte[] together = Outputs(batch);
        foreach (int i in new[] { 0, 31, 32, 129 })
        {
            using BlindedBatch alone = client.Blind([Inputs(130)[i]]);
            Assert.Equal(together[(i * Suite.OutputSize)..((i + 1) * Suite.OutputSize)], Outputs(alone));
        }
    }

    [Fact]
    public void Returns_for_each_input_of_a_batch_of_mixed_lengths_what_it_returns_for_the_input_alone()
    {
        ReadOnlyMemory<byte>[] inputs = [.. Enumerable.Range(0, 60).Select(static i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)i, i * 37 % 311).ToArray())];
        using BlindedBatch batch = client.Blind(inputs);
        byte[] together = Outputs(batch);
        for (int i = 0; i < inputs.Length; i += 7)
        {
            using BlindedBatch alone = client.Blind([inputs[i]]);
            Assert.Equal(together[(i * Suite.OutputSize)..((i + 1) * Suite.OutputSize)], Outputs(alone));
        }
    }

    [Fact]
    public void Refuses_any_flipped_bit_of_the_answer()
    {
        using BlindedBatch batch = client.Blind(Inputs(1));
        HolderAnswer good = Answer(1, key, batch.BlindedElements);
        for (int bit = 0; bit < Suite.ElementSize * 8; bit++)
        {
            RefusedAnswer(batch, good with { EvaluatedElements = Flip(good.EvaluatedElements, bit) });
        }

        for (int bit = 0; bit < Suite.ProofSize * 8; bit++)
        {
            RefusedAnswer(batch, good with { Proof = Flip(good.Proof, bit) });
        }
    }

    [Fact]
    public void Refuses_permuted_repeated_missing_and_foreign_elements()
    {
        using BlindedBatch batch = client.Blind(Inputs(Count));
        HolderAnswer good = Answer(1, key, batch.BlindedElements);
        byte[] e = good.EvaluatedElements.ToArray();
        RefusedAnswer(batch, good with { EvaluatedElements = (byte[])[.. e[32..64], .. e[..32], .. e[64..]] });
        RefusedAnswer(batch, good with { EvaluatedElements = (byte[])[.. e[..32], .. e[..32], .. e[64..]] });
        RefusedAnswer(batch, good with { EvaluatedElements = (byte[])[.. e[..64]] });
        RefusedAnswer(batch, good with { EvaluatedElements = batch.BlindedElements });
        using BlindedBatch other = client.Blind(Inputs(Count));
        RefusedAnswer(batch, Answer(1, key, other.BlindedElements));
        RefusedAnswer(batch, Lie(1, batch.BlindedElements));
    }

    [Fact]
    public void Refuses_a_proof_made_for_another_batch_under_the_same_key()
    {
        using BlindedBatch batch = client.Blind(Inputs(Count)), other = client.Blind(Inputs(Count));
        RefusedAnswer(batch, Answer(1, key, batch.BlindedElements) with { Proof = Answer(1, key, other.BlindedElements).Proof });
    }

    [Fact]
    public void Returns_another_proof_each_time_for_the_same_elements()
    {
        using BlindedBatch batch = client.Blind(Inputs(Count));
        HolderAnswer first = Answer(1, key, batch.BlindedElements), second = Answer(1, key, batch.BlindedElements);
        Assert.Equal(first.EvaluatedElements.ToArray(), second.EvaluatedElements.ToArray());
        Assert.NotEqual(first.Proof.ToArray(), second.Proof.ToArray());
    }

    [Fact]
    public void Refuses_empty_and_oversized_inputs()
    {
        Assert.Throws<ArgumentException>(() => client.Blind([]));
        VoprfException error = Assert.Throws<VoprfException>(() => client.Blind([new byte[1], new byte[65536]]));
        Assert.Equal(VoprfError.InvalidInputError, error.Error);
        Assert.Contains("Input 1", error.Message, StringComparison.Ordinal);
        using BlindedBatch longest = client.Blind([new byte[65535]]);
        Assert.Equal(Suite.OutputSize, Outputs(longest).Length);
    }

    [Fact]
    public void Refuses_batches_by_the_index_of_the_first_bad_element()
    {
        using BlindedBatch batch = client.Blind(Inputs(Count));
        byte[] bytes = batch.BlindedElements.ToArray();
        RefusedBatch([], 0);
        RefusedBatch(bytes[..^1], 2);
        RefusedBatch([.. bytes, 0], 3);
        RefusedBatch([.. bytes[..32], .. new byte[32], .. bytes[64..]], 1);
        RefusedBatch(new byte[65536 * 32], BlindedElements.Limit);
    }

    [Fact]
    public void Refuses_spans_of_another_length()
    {
        using BlindedBatch batch = client.Blind(Inputs(Count));
        Assert.True(BlindedElements.TryDecode(Suite, batch.BlindedElements, out BlindedElements? elements, out _));
        Assert.Throws<ArgumentException>(() => new VoprfServer(key).BlindEvaluate(elements, new byte[95], new byte[64]));
        Assert.Throws<ArgumentException>(() => new VoprfServer(key).BlindEvaluate(elements, new byte[96], new byte[63]));
        Assert.Throws<ArgumentException>(() => batch.Finalize([], new byte[1]));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 1)]
    [InlineData(130, 64)]
    [InlineData(32, 8)]
    public void Returns_in_parts_what_BlindEvaluate_returns_for_the_whole_batch(int count, int partSize)
    {
        using BlindedBatch batch = client.Blind(Inputs(count));
        VoprfServer server = new(key);
        using Scalar nonce = Suite.Group.RandomScalar();
        byte[] whole = new byte[count * Suite.ElementSize], wholeProof = new byte[Suite.ProofSize];
        server.BlindEvaluate(Decoded(batch.BlindedElements), whole, wholeProof, nonce);

        byte[] evaluated = new byte[whole.Length], proof = new byte[Suite.ProofSize];
        int partBytes = partSize * Suite.ElementSize;
        BlindedElements[] parts = [.. Enumerable.Range(0, (whole.Length + partBytes - 1) / partBytes)
            .Select(part => Decoded(batch.BlindedElements[(part * partBytes)..Math.Min(whole.Length, (part + 1) * partBytes)]))];
        for (int part = parts.Length - 1; part >= 0; part--)
        {
            server.Evaluate(parts[part], evaluated.AsSpan(part * partBytes, parts[part].Encoded.Length));
        }

        server.Prove(parts, evaluated, proof, nonce);
        Assert.Equal(whole, evaluated);
        Assert.Equal(wholeProof, proof);
        server.Prove(parts, evaluated, proof);
        batch.Finalize([new HolderAnswer(1, evaluated, proof)], new byte[count * Suite.OutputSize]);
        if (parts.Length > 1)
        {
            server.Prove([.. parts.Reverse()], evaluated, proof);
            RefusedAnswer(batch, new HolderAnswer(1, evaluated, proof));
        }
    }

    [Fact]
    public void Refuses_parts_that_do_not_fit_what_was_evaluated()
    {
        using BlindedBatch batch = client.Blind(Inputs(Count));
        BlindedElements part = Decoded(batch.BlindedElements);
        VoprfServer server = new(key);
        Assert.Throws<ArgumentException>(() => server.Evaluate(part, new byte[95]));
        Assert.Throws<ArgumentException>(() => server.Prove([part], new byte[96], new byte[63]));
        Assert.Throws<ArgumentException>(() => server.Prove([part, part], new byte[96], new byte[64]));
        Assert.Throws<ArgumentException>(() => server.Prove([], [], new byte[64]));
    }

    [Fact]
    public void Refuses_a_batch_after_its_disposal()
    {
        BlindedBatch batch = client.Blind(Inputs(Count));
        HolderAnswer answer = Answer(1, key, batch.BlindedElements);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Finalize([answer], new byte[Count * Suite.OutputSize]));
    }

    private static void RefusedBatch(byte[] bytes, int expected)
    {
        Assert.False(BlindedElements.TryDecode(Suite, bytes, out BlindedElements? elements, out int refused));
        Assert.Null(elements);
        Assert.Equal(expected, refused);
    }

    private static BlindedElements Decoded(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(BlindedElements.TryDecode(Suite, bytes, out BlindedElements? elements, out _));
        return elements;
    }

    private static void RefusedAnswer(BlindedBatch batch, HolderAnswer answer)
    {
        VoprfException error = Assert.Throws<VoprfException>(() => batch.Finalize([answer], new byte[batch.Count * Suite.OutputSize]));
        Assert.Equal(VoprfError.VerifyError, error.Error);
    }

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, int bit)
    {
        byte[] flipped = bytes.ToArray();
        flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
        return flipped;
    }

    private byte[] Outputs(BlindedBatch batch)
    {
        byte[] outputs = new byte[batch.Count * Suite.OutputSize];
        batch.Finalize([Answer(1, key, batch.BlindedElements)], outputs);
        return outputs;
    }
}
