using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Groups;

/// <summary>One hub and one member with a batch between them: every step works on what the step before it left.</summary>
internal sealed class VoprfScene : IDisposable
{
    private readonly KeyPair key;
    private readonly VoprfServer server;
    private readonly OprfServer unproved;
    private readonly VoprfClient client;
    private readonly ReadOnlyMemory<byte>[] inputs;
    private readonly byte[] evaluated;
    private readonly byte[] evaluatedUnproved;
    private readonly byte[] proof;
    private readonly byte[] outputs;
    private BlindedBatch batch;

    public VoprfScene(Ciphersuite suite, int count)
    {
        Suite = suite;
        key = KeyPair.Generate(suite);
        server = new VoprfServer(key);
        unproved = new OprfServer(key);
        client = new VoprfClient(JointKey.OfSingle(suite, key.PublicKey));
        inputs = Phones.Canonical(0, count);
        evaluated = new byte[count * suite.ElementSize];
        evaluatedUnproved = new byte[count * suite.ElementSize];
        proof = new byte[suite.ProofSize];
        outputs = new byte[count * suite.OutputSize];
        batch = client.Blind(inputs);
        Prove();
    }

    public Ciphersuite Suite { get; }

    public KeyPair Key => key;

    public IReadOnlyList<ReadOnlyMemory<byte>> Inputs => inputs;

    public ReadOnlyMemory<byte> BlindedElements => batch.BlindedElements;

    /// <summary>What <see cref="Evaluate"/> left.</summary>
    public ReadOnlySpan<byte> Evaluated => evaluatedUnproved;

    /// <summary>What <see cref="Finish"/> left.</summary>
    public ReadOnlySpan<byte> Outputs => outputs;

    /// <summary>Member: hashes to the group, blinds, encodes.</summary>
    public void Blind()
    {
        batch.Dispose();
        batch = client.Blind(inputs);
    }

    /// <summary>Hub: decodes, multiplies, encodes, without a proof.</summary>
    public void Evaluate() => unproved.BlindEvaluate(Decode(), evaluatedUnproved);

    /// <summary>Hub: decodes, multiplies, encodes, proves.</summary>
    public void Prove() => server.BlindEvaluate(Decode(), evaluated, proof);

    /// <summary>Member: decodes the answer, verifies its proof, unblinds, hashes.</summary>
    public void Finish() => batch.Finalize([new HolderAnswer(1, evaluated, proof)], outputs);

    public void Dispose()
    {
        batch.Dispose();
        key.Dispose();
    }

    private BlindedElements Decode() => Protocol.Voprf.BlindedElements.TryDecode(Suite, batch.BlindedElements, out BlindedElements? blinded, out int refused)
        ? blinded
        : throw new NotMeasuredException($"Element {refused} of a fresh batch does not decode.");
}
