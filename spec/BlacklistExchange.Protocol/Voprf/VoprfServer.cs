using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>The server of mode VOPRF (RFC 9497 §3.3.2). Safe to share between threads while the key is alive.</summary>
/// <param name="key">The key; stays the caller's to dispose.</param>
public sealed class VoprfServer(KeyPair key)
{
    /// <summary>BlindEvaluate: multiplies every element by the key and proves, once for the batch, that it was this key.</summary>
    /// <param name="blinded">The decoded batch of a client.</param>
    /// <param name="evaluatedElements">Receives the evaluated elements: <see cref="Ciphersuite.ElementSize"/> bytes for each.</param>
    /// <param name="proof">Receives the proof: <see cref="Ciphersuite.ProofSize"/> bytes.</param>
    /// <exception cref="ArgumentException">A span has another length, or the batch another suite.</exception>
    public void BlindEvaluate(BlindedElements blinded, Span<byte> evaluatedElements, Span<byte> proof) =>
        BlindEvaluate(blinded, evaluatedElements, proof, fixedNonce: null);

    /// <summary>BlindEvaluate with the nonce that a published vector fixes.</summary>
    internal void BlindEvaluate(BlindedElements blinded, Span<byte> evaluatedElements, Span<byte> proof, Scalar? fixedNonce)
    {
        if (proof.Length != key.Suite.ProofSize)
        {
            throw new ArgumentException($"A proof takes {key.Suite.ProofSize} bytes; the span has {proof.Length}.", nameof(proof));
        }

        key.Suite.Group.Multiply(key.Secret, blinded.Elements, evaluatedElements);
        Dleq.Generate(key, blinded.Elements, blinded.Encoded.Span, evaluatedElements, proof, fixedNonce);
    }
}
