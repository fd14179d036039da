using System.Data.Common;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>
/// Writes the file of one list, epoch and kind from one read transaction. It is digested first and written only if it is another one than before: a quiet list
/// costs a read and no disk.
/// </summary>
internal static class WriteSnapshot
{
    internal static BuiltFile Run(DbConnection connection, DbTransaction transaction, FileKey key, long now, ManifestFile? before, SnapshotFiles files)
    {
        long count = PublishedSql.Count(connection, transaction, key, now);
        if ((ulong)count > SnapshotHeader.MaxCount)
        {
            throw new SnapshotBuildException($"List {key.List}, epoch {key.Epoch}, kind {key.KindName} has {count} entries; one file holds at most {SnapshotHeader.MaxCount}.");
        }
        SnapshotHeader header = new(key.List, key.Kind, key.Epoch, (ulong)count);
        byte[] digest = Copy(Stream.Null);
        bool changed = before is null || !before.Digest.AsSpan().SequenceEqual(digest);
        if (changed || !files.Holds(digest, (ulong)header.FileLength))
        {
            files.Write(digest, stream => Copy(stream));
        }
        return new BuiltFile(key, digest, (ulong)header.FileLength, changed, changed ? Turnover.Of(before, digest, header, files) : default);

        byte[] Copy(Stream stream)
        {
            try
            {
                using SnapshotWriter writer = new(stream, header);
                PublishedSql.Copy(connection, transaction, key, now, writer);
                return writer.Complete();
            }
            catch (InvalidOperationException exception)
            {
                throw new SnapshotBuildException($"List {key.List}, epoch {key.Epoch}, kind {key.KindName}: two tags begin with the same {SnapshotEntry.LabelOffset} bytes, so no file can tell them apart. {exception.Message}", exception);
            }
        }
    }
}
