namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>What a manifest must keep beyond its encoding (spec/protocol.md §8.3), so that a client may rely on it without a second look.</summary>
internal static class ManifestRules
{
    public static bool Hold(Manifest manifest) => EpochsAscend(manifest.Epochs) && FilesAscend(manifest.Files)
        && manifest.Files.All(file => manifest.Epochs.Any(epoch => epoch.Epoch == file.Epoch) && HasLength(file) && LeadsToFile(file));

    private static bool EpochsAscend(IReadOnlyList<ManifestEpoch> epochs) =>
        epochs.Zip(epochs.Skip(1)).All(static pair => pair.First.Epoch < pair.Second.Epoch);

    private static bool FilesAscend(IReadOnlyList<ManifestFile> files) =>
        files.Zip(files.Skip(1)).All(static pair => (pair.First.Epoch, pair.First.Kind).CompareTo((pair.Second.Epoch, pair.Second.Kind)) < 0);

    private static bool HasLength(ManifestFile file) => file.Length >= SnapshotHeader.Size && (file.Length - SnapshotHeader.Size) % SnapshotEntry.Size == 0
        && (file.Length - SnapshotHeader.Size) / SnapshotEntry.Size <= SnapshotHeader.MaxCount;

    private static bool LeadsToFile(ManifestFile file)
    {
        for (int index = 0; index < file.Deltas.Count; index++)
        {
            ManifestDelta delta = file.Deltas[index];
            byte[] next = index + 1 < file.Deltas.Count ? file.Deltas[index + 1].Base : file.Digest;
            if (delta.Length is < Delta.HeaderSize or > int.MaxValue || !delta.Result.AsSpan().SequenceEqual(next))
            {
                return false;
            }
        }
        return true;
    }
}
