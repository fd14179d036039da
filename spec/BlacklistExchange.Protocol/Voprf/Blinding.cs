using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>What the clients of both modes do alike: copy the inputs, hash them to the group, blind; then unblind and hash. Holds the inputs and blinds, pinned, until disposed.</summary>
internal sealed class Blinding : IDisposable
{
    private readonly Ciphersuite suite;
    private readonly byte[] memory;
    private readonly ReadOnlyMemory<byte>[] inputs;
    private readonly Scalars blinds;
    private readonly byte[] encoded;

    public Blinding(Ciphersuite suite, Mode mode, IReadOnlyList<ReadOnlyMemory<byte>> inputs, Scalars? fixedBlinds)
    {
        RequireInputs(inputs);
        this.suite = suite;
        // One pinned piece for all: the inputs are secret, and so many small ones would cost more than hashing them.
        memory = GC.AllocateUninitializedArray<byte>(inputs.Sum(static input => input.Length), pinned: true);
        this.inputs = new ReadOnlyMemory<byte>[inputs.Count];
        for (int i = 0, at = 0; i < inputs.Count; at += inputs[i++].Length)
        {
            inputs[i].CopyTo(memory.AsMemory(at));
            this.inputs[i] = memory.AsMemory(at, inputs[i].Length);
        }

        encoded = new byte[suite.ElementSize * inputs.Count];
        blinds = fixedBlinds ?? suite.Group.RandomScalars(inputs.Count);
        using Elements hashed = suite.Group.HashToGroup(this.inputs, suite.Domain("HashToGroup-", mode));
        int identity = suite.Group.IndexOfIdentity(hashed);
        if (identity >= 0)
        {
            Dispose();
            throw new VoprfException(VoprfError.InvalidInputError, $"Input {identity} hashes to the identity.");
        }

        suite.Group.Multiply(blinds, hashed, encoded, out Elements blinded);
        Blinded = blinded;
    }

    public Elements Blinded { get; }

    public ReadOnlyMemory<byte> Encoded => encoded;

    public int Count => inputs.Length;

    /// <summary>Unblinds with one inversion for all and hashes: Hash(I2OSP(len, 2) ‖ input ‖ I2OSP(len, 2) ‖ N ‖ "Finalize").</summary>
    public void Finish(Elements evaluated, Span<byte> outputs)
    {
        RequireOutputs(outputs);
        byte[] unblinded = GC.AllocateUninitializedArray<byte>(encoded.Length, pinned: true);
        using (Scalars inverses = suite.Group.Invert(blinds))
        {
            suite.Group.Multiply(inverses, evaluated, unblinded);
        }

        suite.Hash(new Finals(inputs, unblinded, suite.ElementSize), outputs);
        CryptographicOperations.ZeroMemory(unblinded);
    }

    public void RequireOutputs(ReadOnlySpan<byte> outputs)
    {
        if (outputs.Length != Count * suite.OutputSize)
        {
            throw new ArgumentException($"{Count} outputs take {Count * suite.OutputSize} bytes; the span has {outputs.Length}.", nameof(outputs));
        }
    }

    public void Dispose()
    {
        blinds.Dispose();
        CryptographicOperations.ZeroMemory(memory);
    }

    private static void RequireInputs(IReadOnlyList<ReadOnlyMemory<byte>> inputs)
    {
        if (inputs.Count is 0 or > BlindedElements.Limit)
        {
            throw new ArgumentException($"A batch has 1 to {BlindedElements.Limit} inputs; this one has {inputs.Count}.", nameof(inputs));
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length > ushort.MaxValue)
            {
                throw new VoprfException(VoprfError.InvalidInputError, $"Input {i} has {inputs[i].Length} bytes; at most {ushort.MaxValue} are allowed.");
            }
        }
    }

    /// <summary>What the last hash of the protocol takes in (RFC 9497 §3.3.1).</summary>
    private readonly struct Finals(ReadOnlyMemory<byte>[] inputs, byte[] unblinded, int elementSize) : IMessageWriter
    {
        private static ReadOnlySpan<byte> Label => "Finalize"u8;

        public int Count => inputs.Length;

        public int SizeOf(int index) => Transcript.SizeOf(inputs[index].Length) + Transcript.SizeOf(elementSize) + Label.Length;

        public void Write(int index, Span<byte> message) =>
            _ = new Transcript(message).Prefixed(inputs[index].Span).Prefixed(unblinded.AsSpan(index * elementSize, elementSize)).Plain(Label);
    }
}
