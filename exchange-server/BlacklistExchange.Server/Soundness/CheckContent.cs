using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Server.Soundness;

/// <summary>
/// Files hold what the entries say. What has changed since the manifest was issued waits for the next file and is no fault: its row, a report, a retraction or an act says so, or the
/// label in the file opens under the entry's key, so the hub has sealed it.
/// </summary>
internal static class CheckContent
{
    public static void Run(Scene scene, Finding finding)
    {
        foreach (Manifest manifest in CheckManifests.Readable(scene))
        {
            foreach (ManifestFile file in manifest.Files)
            {
                using MappedFile? mapped = scene.Files.TryMap(file.Digest, file.Length);
                FileKey key = new(manifest.List, file.Epoch, file.Kind);
                if (IsTheSame(scene, key, file, (long)manifest.IssuedAt))
                {
                    finding.Look(((long)file.Length - SnapshotHeader.Size) / SnapshotEntry.Size);
                }
                else if (mapped is not null && scene.Files.IsSound(file.Digest, file.Length))
                {
                    Compare(scene, key, (long)manifest.IssuedAt, mapped, finding);
                }
            }
        }
    }

    /// <summary>The file that would be written of the entries as they are is this one: nothing has changed, and a million entries are looked at in one pass.</summary>
    private static bool IsTheSame(Scene scene, FileKey key, ManifestFile file, long issuedAt)
    {
        try
        {
            using SnapshotWriter writer = new(Stream.Null, new SnapshotHeader(key.List, key.Kind, key.Epoch, (ulong)PublishedSql.Count(scene.Connection, scene.Transaction, key, issuedAt)));
            PublishedSql.Copy(scene.Connection, scene.Transaction, key, issuedAt, writer);
            return writer.Complete().AsSpan().SequenceEqual(file.Digest);
        }
        catch (InvalidOperationException)
        {
            // Two tags begin the same: whatever the file holds, it is not this.
            return false;
        }
    }

    private static void Compare(Scene scene, FileKey key, long issuedAt, MappedFile mapped, Finding finding)
    {
        using MappedFile.Lease lease = mapped.Acquire();
        if (!SnapshotReader.TryOpen(lease.Bytes, out SnapshotReader file))
        {
            finding.Fault($"{key.List}, epoch {key.Epoch}, kind {key.KindName}: its snapshot is none");
            return;
        }
        int at = 0;
        foreach (SoundnessSql.PublishedRow row in SoundnessSql.Entries(scene.Connection, scene.Transaction, key))
        {
            int order = -1;
            while (at < file.Count && (order = file.Entry(at)[..SnapshotEntry.LabelOffset].SequenceCompareTo(row.Tag.AsSpan(0, SnapshotEntry.LabelOffset))) < 0)
            {
                finding.Fault($"{key.List}, epoch {key.Epoch}, kind {key.KindName}: the file holds {Convert.ToHexStringLower(file.Entry(at++)[..SnapshotEntry.LabelOffset])}…, the table does not");
            }
            bool inFile = at < file.Count && order == 0;
            ReadOnlySpan<byte> filed = inFile ? file.Entry(at++)[SnapshotEntry.LabelOffset..] : default;
            finding.Look();
            scene.Progress.Report("entries in files", finding.Looked, file.Count);
            if (!Agrees(row, inFile, filed, issuedAt) && !HasChanged(scene, key, row, filed, issuedAt))
            {
                finding.Fault($"{key.List}, epoch {key.Epoch}, kind {key.KindName}: {Convert.ToHexStringLower(row.Tag)[..32]}… is {(inFile ? "another in the file than in the table" : "in no file")}");
            }
        }
        for (; at < file.Count; at++)
        {
            finding.Fault($"{key.List}, epoch {key.Epoch}, kind {key.KindName}: the file holds {Convert.ToHexStringLower(file.Entry(at)[..SnapshotEntry.LabelOffset])}…, the table does not");
        }
    }

    private static bool Agrees(SoundnessSql.PublishedRow row, bool inFile, ReadOnlySpan<byte> filed, long issuedAt)
    {
        bool shown = row.SealedLabel is not null && (EntryState)row.State is EntryState.Watch or EntryState.Listed or EntryState.Disputed && row.VisibleFrom <= issuedAt;
        return inFile ? shown && filed.SequenceEqual(row.SealedLabel) : !shown;
    }

    private static bool HasChanged(Scene scene, FileKey key, SoundnessSql.PublishedRow row, ReadOnlySpan<byte> filed, long issuedAt) =>
        row.StateSince >= issuedAt || SoundnessSql.HasEvents(scene.Connection, scene.Transaction, key, row.Tag, issuedAt) || (!filed.IsEmpty && row.State is >= 2 and <= 4 && IsOwn(scene, key, row, filed));

    private static bool IsOwn(Scene scene, FileKey key, SoundnessSql.PublishedRow row, ReadOnlySpan<byte> filed)
    {
        if (scene.Kek is null || row.WrappedKey is null)
        {
            return false;
        }
        try
        {
            using EntryKey entryKey = new EntryKeys(scene.Kek).Unwrap(row.WrappedKey, new EntryAddress(key.List, key.Epoch, key.Kind, new Tag(row.Tag)));
            return SealedLabel.TryOpen(entryKey, filed, out _);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
