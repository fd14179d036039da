namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>Where things stand in an entry of a file: tag16 ‖ salt16 ‖ ciphertext16 ‖ gcm-tag16, 64 bytes (spec/protocol.md §8.1).</summary>
public static class SnapshotEntry
{
    /// <summary>Length of an entry in bytes.</summary>
    public const int Size = 64;

    /// <summary>Where the sealed label begins.</summary>
    public const int LabelOffset = 16;
}
