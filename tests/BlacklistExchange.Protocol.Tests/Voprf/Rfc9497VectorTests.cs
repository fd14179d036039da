using System.Text.Json;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Tests.Groups;
using BlacklistExchange.Protocol.Voprf;
using Xunit.Abstractions;

namespace BlacklistExchange.Protocol.Tests.Voprf;

public sealed class Rfc9497VectorTests(ITestOutputHelper output)
{
    private static readonly JsonElement Suites = VectorFile.Read("rfc9497_allVectors.json");

    [Theory, Arithmetics]
    public void Returns_every_value_of_the_supported_vectors_and_counts_the_others(string name)
    {
        Ristretto255 group = new(ArithmeticsAttribute.Get(name));
        int supported = 0, unsupported = 0;
        foreach (JsonElement vectors in Suites.EnumerateArray())
        {
            string identifier = vectors.GetProperty("identifier").GetString()!;
            int mode = vectors.GetProperty("mode").GetInt32(), count = vectors.GetProperty("vectors").GetArrayLength();
            bool runs = Ciphersuite.TryGet(identifier, out Ciphersuite? suite) && Enum.IsDefined((Mode)mode);
            output.WriteLine($"{identifier} mode {mode}: {count} vectors {(runs ? "run" : "NOT SUPPORTED, not run")}");
            if (!runs)
            {
                unsupported += count;
                continue;
            }

            foreach (JsonElement vector in vectors.GetProperty("vectors").EnumerateArray())
            {
                Check(suite!.Over(group), (Mode)mode, vectors, vector);
                supported++;
            }
        }

        output.WriteLine($"{supported} vectors run, {unsupported} of unsupported suites or modes not run");
        Assert.Equal(5, supported);
        Assert.Equal(35, unsupported);
    }

    private static void Check(Ciphersuite suite, Mode mode, JsonElement vectors, JsonElement vector)
    {
        using KeyPair key = KeyPair.Derive(suite, mode, vectors.Hex("seed"), vectors.Hex("keyInfo"));
        byte[] secret = new byte[suite.ScalarSize];
        key.ExportSecret(secret);
        Assert.Equal(vectors.Hex("skSm"), secret);
        Assert.Equal(vectors.Hex("groupDST"), suite.Domain("HashToGroup-", mode));

        ReadOnlyMemory<byte>[] inputs = [.. vector.HexList("Input").Select(input => new ReadOnlyMemory<byte>(input))];
        Assert.Equal(vector.GetProperty("Batch").GetInt32(), inputs.Length);
        Scalars blinds = new([.. vector.HexList("Blind").Select(blind => Scalar(suite, blind))]);
        if (mode == Mode.Oprf)
        {
            CheckOprf(key, inputs, blinds, vector);
        }
        else
        {
            Assert.Equal(vectors.Hex("pkSm"), key.PublicKey.ToArray());
            CheckVoprf(key, inputs, blinds, vector);
        }
    }

    private static void CheckOprf(KeyPair key, ReadOnlyMemory<byte>[] inputs, Scalars blinds, JsonElement vector)
    {
        using OprfClient client = OprfClient.Blind(key.Suite, inputs, blinds);
        Assert.Equal(Join(vector, "BlindedElement"), client.BlindedElements.ToArray());
        Assert.True(BlindedElements.TryDecode(key.Suite, client.BlindedElements, out BlindedElements? blinded, out _));
        byte[] evaluated = new byte[blinded.Count * key.Suite.ElementSize];
        new OprfServer(key).BlindEvaluate(blinded, evaluated);
        Assert.Equal(Join(vector, "EvaluationElement"), evaluated);
        byte[] outputs = new byte[blinded.Count * key.Suite.OutputSize];
        client.Finalize(evaluated, outputs);
        Assert.Equal(Join(vector, "Output"), outputs);
    }

    private static void CheckVoprf(KeyPair key, ReadOnlyMemory<byte>[] inputs, Scalars blinds, JsonElement vector)
    {
        using BlindedBatch batch = new VoprfClient(JointKey.OfSingle(key.Suite, key.PublicKey)).Blind(inputs, blinds);
        Assert.Equal(Join(vector, "BlindedElement"), batch.BlindedElements.ToArray());
        Assert.True(BlindedElements.TryDecode(key.Suite, batch.BlindedElements, out BlindedElements? blinded, out _));
        byte[] evaluated = new byte[blinded.Count * key.Suite.ElementSize], proof = new byte[key.Suite.ProofSize];
        using Scalar nonce = Scalar(key.Suite, vector.GetProperty("Proof").Hex("r"));
        new VoprfServer(key).BlindEvaluate(blinded, evaluated, proof, nonce);
        Assert.Equal(Join(vector, "EvaluationElement"), evaluated);
        Assert.Equal(vector.GetProperty("Proof").Hex("proof"), proof);
        byte[] outputs = new byte[blinded.Count * key.Suite.OutputSize];
        FinalizeReport report = batch.Finalize([new HolderAnswer(1, evaluated, proof)], outputs);
        Assert.Equal(Join(vector, "Output"), outputs);
        Assert.Equal([1], report.Used);
        Assert.Empty(report.Refused);
    }

    private static byte[] Join(JsonElement vector, string property) => [.. vector.HexList(property).SelectMany(part => part)];

    private static Scalar Scalar(Ciphersuite suite, byte[] encoding)
    {
        Assert.True(suite.Group.TryDecodeScalar(encoding, out Scalar? scalar));
        return scalar;
    }
}
