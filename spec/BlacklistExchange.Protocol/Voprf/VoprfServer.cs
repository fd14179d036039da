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

    /// <summary>The first half of BlindEvaluate: multiplies every element by the key. <see cref="Prove(IReadOnlyList{BlindedElements}, ReadOnlySpan{byte}, Span{byte})"/> must follow, once for all parts of the batch.</summary>
    /// <param name="part">A part of a client's batch, decoded by itself.</param>
    /// <param name="evaluatedElements">Receives the part's evaluated elements: <see cref="Ciphersuite.ElementSize"/> bytes for each.</param>
    /// <exception cref="ArgumentException">The span has another length, or the part another suite.</exception>
    public void Evaluate(BlindedElements part, Span<byte> evaluatedElements) => key.Suite.Group.Multiply(key.Secret, part.Elements, evaluatedElements);

    /// <summary>The second half of BlindEvaluate: one proof for a batch whose parts <see cref="Evaluate"/> has answered, in any order and on any thread.</summary>
    /// <param name="parts">The parts in the batch's order, <see cref="BlindedElements.Limit"/> elements at most together.</param>
    /// <param name="evaluatedElements">What <see cref="Evaluate"/> wrote for them, one after the other. Anything else gives a proof that does not verify.</param>
    /// <param name="proof">Receives the proof: <see cref="Ciphersuite.ProofSize"/> bytes.</param>
    /// <exception cref="ArgumentException">A span has another length, or a part another suite.</exception>
    public void Prove(IReadOnlyList<BlindedElements> parts, ReadOnlySpan<byte> evaluatedElements, Span<byte> proof) =>
        Prove(parts, evaluatedElements, proof, fixedNonce: null);

    /// <summary>BlindEvaluate with the nonce that a published vector fixes.</summary>
    internal void BlindEvaluate(BlindedElements blinded, Span<byte> evaluatedElements, Span<byte> proof, Scalar? fixedNonce)
    {
        RequireProofSize(proof);
        Evaluate(blinded, evaluatedElements);
        Dleq.Generate(key, [blinded.Elements], blinded.Encoded.Span, evaluatedElements, proof, fixedNonce);
    }

    /// <summary>The second half with the nonce that a published vector fixes.</summary>
    internal void Prove(IReadOnlyList<BlindedElements> parts, ReadOnlySpan<byte> evaluatedElements, Span<byte> proof, Scalar? fixedNonce)
    {
        RequireProofSize(proof);
        long length = parts.Sum(static part => (long)part.Encoded.Length);
        if (length == 0 || length > (long)BlindedElements.Limit * key.Suite.ElementSize || evaluatedElements.Length != length)
        {
            throw new ArgumentException($"{parts.Count} parts of {length} bytes and {evaluatedElements.Length} bytes of evaluated elements are no batch.", nameof(evaluatedElements));
        }

        byte[] encoded = new byte[length];
        int written = 0;
        foreach (BlindedElements part in parts)
        {
            part.Encoded.Span.CopyTo(encoded.AsSpan(written));
            written += part.Encoded.Length;
        }

        Dleq.Generate(key, [.. parts.Select(static part => part.Elements)], encoded, evaluatedElements, proof, fixedNonce);
    }

    private void RequireProofSize(ReadOnlySpan<byte> proof)
    {
        if (proof.Length != key.Suite.ProofSize)
        {
            throw new ArgumentException($"A proof takes {key.Suite.ProofSize} bytes; the span has {proof.Length}.", nameof(proof));
        }
    }
}
