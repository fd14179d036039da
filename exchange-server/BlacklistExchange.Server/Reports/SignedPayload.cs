using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reports;

/// <summary>The exact bytes that a member signed, and its signature over them.</summary>
internal sealed record SignedPayload(byte[] Payload, byte[] Signature)
{
    public const string PayloadField = "statement.payload";
    private const string SignatureField = "statement.signature";

    public static Outcome<SignedPayload> Read(SignedBytes signed, int maxBytes)
    {
        if (!WireBytes.Read(signed.Payload, PayloadField).TryGet(out byte[]? payload, out Refusal? refusal)
            || !WireBytes.Read(signed.Signature, DetachedSignature.Size, SignatureField).TryGet(out byte[]? signature, out refusal))
        {
            return refusal;
        }
        return payload.Length <= maxBytes ? new SignedPayload(payload, signature)
            : new Refusal(ProblemTypes.StatementMalformed, $"A statement of this kind has at most {maxBytes} bytes.") { Field = PayloadField };
    }

    /// <summary>Whether the member's signing key signed them; the TLS key does not count.</summary>
    public Refusal? Verify(byte[] signingKey) => DetachedSignature.Verify(signingKey, Payload, Signature) ? null
        : new Refusal(ProblemTypes.SignatureInvalid, "The signature does not verify under the signing key that you enrolled. Sign the payload's exact bytes with that key, not with the TLS key.")
        {
            Field = SignatureField,
        };
}
