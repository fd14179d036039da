using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Epochs;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>One group of a request, looked up: the key that will answer it and its elements, first as bytes, then decoded.</summary>
internal sealed record GroupWork(string List, long Epoch, int Kind, string KindName, EpochKey Key, byte[] Bytes)
{
    public int Count => Bytes.Length / Key.Suite.ElementSize;

    /// <summary>Set once every element was found canonical and not the identity.</summary>
    public BlindedElements? Decoded { get; init; }
}
