using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>The client of mode VOPRF (RFC 9497 §3.3.2), against one key or a joint key. Safe to share between threads.</summary>
/// <param name="key">The pinned key that answers are verified under.</param>
public sealed class VoprfClient(JointKey key)
{
    /// <summary>Blind: hashes every input to the group and hides it under a fresh random blind.</summary>
    /// <param name="inputs">1 to 65535 private inputs of at most 65535 bytes each; they are copied into pinned memory.</param>
    /// <returns>The batch, to be sent, finalized and disposed by the caller.</returns>
    /// <exception cref="VoprfException"><see cref="VoprfError.InvalidInputError"/>: an input is too long or hashes to the identity; the message has its index.</exception>
    public BlindedBatch Blind(IReadOnlyList<ReadOnlyMemory<byte>> inputs) => Blind(inputs, fixedBlinds: null);

    /// <summary>Blind with the blinds that a published vector fixes; they become the batch's to dispose.</summary>
    internal BlindedBatch Blind(IReadOnlyList<ReadOnlyMemory<byte>> inputs, Scalars? fixedBlinds) =>
        new(key, new Blinding(key.Suite, Mode.Voprf, inputs, fixedBlinds));
}
