namespace BlacklistExchange.Client;

/// <summary>
/// What opens one evidence commitment of a report, for an appeal: it shows which identifier and which evidence bundle were meant. Personal data; hand it to the
/// deciding body only.
/// </summary>
/// <param name="Nonce">32 bytes.</param>
/// <param name="Input">The identifier's canonical bytes.</param>
/// <param name="BundleSha256">SHA-256 of the evidence bundle, 32 bytes.</param>
/// <param name="Commitment">The commitment in the signed statement, 32 bytes.</param>
public sealed record EvidenceOpening(byte[] Nonce, byte[] Input, byte[] BundleSha256, byte[] Commitment)
{
    /// <summary>Says what it is and nothing of its content.</summary>
    public override string ToString() => nameof(EvidenceOpening);
}
