namespace BlacklistExchange.Protocol.Voprf;

/// <summary>What one holder answered to a batch: bytes from the wire, of any length and content.</summary>
/// <param name="Index">The holder's index in the joint key.</param>
/// <param name="EvaluatedElements">Its evaluated elements, in the order of the batch.</param>
/// <param name="Proof">Its proof under its own public key.</param>
public readonly record struct HolderAnswer(ushort Index, ReadOnlyMemory<byte> EvaluatedElements, ReadOnlyMemory<byte> Proof);
