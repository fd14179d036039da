namespace BlacklistExchange.Protocol.Voprf;

/// <summary>One holder of a share of a joint key.</summary>
/// <param name="Index">Where on the polynomial the share lies: 1 to 65535, distinct within a joint key.</param>
/// <param name="PublicKey">K_i, the encoded public key of the share.</param>
public sealed record HolderKey(ushort Index, ReadOnlyMemory<byte> PublicKey);
