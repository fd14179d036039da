using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>Entries that one file has and the file before it had not, and the reverse. A changed label is neither.</summary>
internal readonly record struct Turnover(long Entered, long Left)
{
    /// <param name="before">The file that the manifest before named; null when there was none: then every entry is new.</param>
    /// <param name="digest">Digest of the file now.</param>
    /// <param name="header">Its header.</param>
    /// <param name="files">Where both lie.</param>
    public static Turnover Of(ManifestFile? before, byte[] digest, SnapshotHeader header, SnapshotFiles files)
    {
        if (before is null)
        {
            return new Turnover((long)header.Count, 0);
        }
        using MappedFile? old = files.TryMap(before.Digest, before.Length);
        using MappedFile? fresh = files.TryMap(digest, (ulong)header.FileLength);
        if (old is null || fresh is null)
        {
            // A disk has lost the file before: only how many more or fewer there are is known.
            long more = header.FileLength - (long)before.Length;
            return new Turnover(Math.Max(0, more) / SnapshotEntry.Size, Math.Max(0, -more) / SnapshotEntry.Size);
        }
        using MappedFile.Lease was = old.Acquire();
        using MappedFile.Lease now = fresh.Acquire();
        return Between(was.Bytes[SnapshotHeader.Size..], now.Bytes[SnapshotHeader.Size..]);
    }

    /// <summary>Of entries in the order of their tags.</summary>
    internal static Turnover Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        long entered = 0;
        long left = 0;
        while (before.Length > 0 || after.Length > 0)
        {
            int order = before.Length == 0 ? 1 : after.Length == 0 ? -1 : before[..SnapshotEntry.LabelOffset].SequenceCompareTo(after[..SnapshotEntry.LabelOffset]);
            left += order < 0 ? 1 : 0;
            entered += order > 0 ? 1 : 0;
            before = order <= 0 ? before[SnapshotEntry.Size..] : before;
            after = order >= 0 ? after[SnapshotEntry.Size..] : after;
        }
        return new Turnover(entered, left);
    }
}
