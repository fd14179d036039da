namespace BlacklistExchange.Server.Snapshots;

/// <summary>What a list's manifest must cover at a moment: the epochs that live then, and a file for each of their kinds.</summary>
internal sealed record LiveList(string Name, ushort PolicyVersion, IReadOnlyList<LiveEpoch> Epochs)
{
    /// <summary>Ascending by epoch, then kind.</summary>
    public IEnumerable<FileKey> Files => Epochs.SelectMany(epoch => epoch.Kinds.Select(kind => new FileKey(Name, epoch.Epoch, kind)));
}

/// <param name="Epoch">Number of the epoch.</param>
/// <param name="DescriptorDigest">SHA-256 of its descriptor.</param>
/// <param name="Kinds">Its kinds, ascending.</param>
internal sealed record LiveEpoch(uint Epoch, byte[] DescriptorDigest, IReadOnlyList<byte> Kinds);
