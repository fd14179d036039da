namespace BlacklistExchange.Protocol.Voprf;

/// <summary>The server of mode OPRF (RFC 9497 §3.3.1): evaluation without a proof. Its key must be derived for that mode.</summary>
/// <param name="key">The key; stays the caller's to dispose.</param>
public sealed class OprfServer(KeyPair key)
{
    /// <summary>BlindEvaluate: multiplies every element by the key.</summary>
    /// <param name="blinded">The decoded batch of a client.</param>
    /// <param name="evaluatedElements">Receives the evaluated elements: <see cref="Ciphersuite.ElementSize"/> bytes for each.</param>
    public void BlindEvaluate(BlindedElements blinded, Span<byte> evaluatedElements) =>
        key.Suite.Group.Multiply(key.Secret, blinded.Elements, evaluatedElements);
}
