namespace BlacklistExchange.Server.Epochs;

/// <summary>One epoch of a list with the signed bytes that members see.</summary>
internal sealed record EpochRow(string List, long Epoch, byte[] Descriptor, byte[] DescriptorDigest, byte[] Signature, long NotBefore, long NotAfter, long OpenedAt, long? DestroyedAt);

/// <summary>Where the sealed key of one kind lies, and its public half.</summary>
internal sealed record EpochKeyRow(string List, long Epoch, long Kind, string Suite, byte[] PublicKey, string KeyFile);
