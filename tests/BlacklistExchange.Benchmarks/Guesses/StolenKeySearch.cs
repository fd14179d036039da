using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Guesses;

/// <summary>
/// What a thief of the epoch key can do: everything a query does, without the hub. Nothing need be blinded or proved, so a guess is one map, one multiplication, and
/// the hashes that lead to the tag.
/// </summary>
internal sealed class StolenKeySearch : IDisposable
{
    private const string List = "ipr-example";
    private const byte Kind = 2;
    private const uint Epoch = 7;

    private readonly Ciphersuite suite = Ciphersuite.Ristretto255Sha512;
    private readonly KeyPair key;
    private readonly byte[] domain;
    private readonly Tag wanted;

    /// <summary>Lists a number honestly, by the member's and the hub's own steps.</summary>
    public StolenKeySearch(ReadOnlyMemory<byte> hidden)
    {
        key = KeyPair.Generate(suite);
        domain = suite.Domain("HashToGroup-", Mode.Voprf);
        wanted = TagByQuery(hidden);
    }

    /// <summary>Tries a batch of inputs.</summary>
    /// <returns>Index of the input that was found, or -1.</returns>
    public int Try(IReadOnlyList<ReadOnlyMemory<byte>> inputs)
    {
        byte[] products = new byte[inputs.Count * suite.ElementSize];
        using (Elements mapped = suite.Group.HashToGroup(inputs, domain))
        {
            suite.Group.Multiply(key.Secret, mapped, products);
        }

        Span<byte> transcript = stackalloc byte[1024];
        Span<byte> output = stackalloc byte[suite.OutputSize];
        int found = -1;
        for (int i = 0; i < inputs.Count; i++)
        {
            Transcript message = new Transcript(transcript).Prefixed(inputs[i].Span).Prefixed(products.AsSpan(i * suite.ElementSize, suite.ElementSize)).Plain("Finalize"u8);
            suite.Hash(message.Written, output);
            found = TagOf(output) == wanted ? i : found;
        }

        return found;
    }

    public void Dispose() => key.Dispose();

    private Tag TagOf(ReadOnlySpan<byte> output)
    {
        using EntryKey entry = EntryKey.Derive(output, suite.Identifier, List, Kind, Epoch);
        return entry.DeriveTag();
    }

    private Tag TagByQuery(ReadOnlyMemory<byte> input)
    {
        using BlindedBatch batch = new VoprfClient(JointKey.OfSingle(suite, key.PublicKey)).Blind([input]);
        if (!BlindedElements.TryDecode(suite, batch.BlindedElements, out BlindedElements? blinded, out _))
        {
            throw new NotMeasuredException("A fresh element does not decode.");
        }

        byte[] evaluated = new byte[suite.ElementSize], proof = new byte[suite.ProofSize], output = new byte[suite.OutputSize];
        new VoprfServer(key).BlindEvaluate(blinded, evaluated, proof);
        batch.Finalize([new HolderAnswer(1, evaluated, proof)], output);
        return TagOf(output);
    }
}
