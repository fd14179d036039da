using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>The client of mode OPRF (RFC 9497 §3.3.1). Nothing is verified: a server that uses another key, or a key for each client, is not noticed.</summary>
public sealed class OprfClient : IDisposable
{
    private readonly Ciphersuite suite;
    private readonly Blinding blinding;

    private OprfClient(Ciphersuite suite, Blinding blinding)
    {
        this.suite = suite;
        this.blinding = blinding;
    }

    /// <summary>The blinded elements to send, in the order of the inputs.</summary>
    public ReadOnlyMemory<byte> BlindedElements => blinding.Encoded;

    /// <summary>Blind: hashes every input to the group and hides it under a fresh random blind.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="inputs">1 to 65535 private inputs of at most 65535 bytes each; they are copied into pinned memory.</param>
    /// <exception cref="VoprfException"><see cref="VoprfError.InvalidInputError"/>: an input is too long or hashes to the identity.</exception>
    public static OprfClient Blind(Ciphersuite suite, IReadOnlyList<ReadOnlyMemory<byte>> inputs) => Blind(suite, inputs, fixedBlinds: null);

    internal static OprfClient Blind(Ciphersuite suite, IReadOnlyList<ReadOnlyMemory<byte>> inputs, Scalars? fixedBlinds) =>
        new(suite, new Blinding(suite, Mode.Oprf, inputs, fixedBlinds));

    /// <summary>Finalize: unblinds and hashes.</summary>
    /// <param name="evaluatedElements">The server's answer.</param>
    /// <param name="outputs">Receives the PRF outputs, <see cref="Ciphersuite.OutputSize"/> bytes each, in the order of the inputs.</param>
    /// <exception cref="VoprfException"><see cref="VoprfError.DeserializeError"/>: an element does not decode or the count is another.</exception>
    public void Finalize(ReadOnlyMemory<byte> evaluatedElements, Span<byte> outputs)
    {
        if (evaluatedElements.Length != blinding.Encoded.Length || !Voprf.BlindedElements.TryDecode(suite, evaluatedElements, out BlindedElements? evaluated, out _))
        {
            throw new VoprfException(VoprfError.DeserializeError, $"The answer is not {blinding.Count} valid elements of {suite.Group.Identifier}.");
        }

        blinding.Finish(evaluated.Elements, outputs);
    }

    /// <summary>Zeroes the inputs and the blinds.</summary>
    public void Dispose() => blinding.Dispose();
}
