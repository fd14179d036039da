using System.Data.Common;
using BlacklistExchange.Protocol.Snapshots;
using Dapper;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>Every statement on snapshot_file and delta_file.</summary>
internal static class SnapshotSql
{
    /// <param name="List">The list it belongs to.</param>
    /// <param name="Length">Length in bytes.</param>
    /// <param name="Sectors">Sectors that may use the list.</param>
    /// <param name="Kind">Its kind.</param>
    /// <param name="File">snapshot or delta.</param>
    internal sealed record ServedFile(string List, long Length, string Sectors, long Kind, string File);

    /// <summary>A file that may be served: not withdrawn, its epoch not destroyed. Null for any other digest.</summary>
    internal static ServedFile? Find(DbConnection connection, DbTransaction transaction, byte[] digest) => connection.QuerySingleOrDefault<ServedFile>("""
        SELECT file.list AS List, file.length AS Length, list.sectors AS Sectors, file.kind AS Kind, file.what AS File
        FROM (SELECT list, epoch, kind, length, 'snapshot' AS what FROM snapshot_file WHERE digest = @digest AND withdrawn_at IS NULL
              UNION ALL SELECT list, epoch, kind, length, 'delta' FROM delta_file WHERE digest = @digest AND withdrawn_at IS NULL) AS file
        JOIN list ON list.name = file.list
        JOIN epoch ON epoch.list = file.list AND epoch.epoch = file.epoch AND epoch.destroyed_at IS NULL
        """, new { digest }, transaction);

    /// <summary>Digests of every file the store knows.</summary>
    internal static IReadOnlyList<byte[]> Known(DbConnection connection, DbTransaction transaction) =>
        connection.Query<byte[]>("SELECT digest FROM snapshot_file UNION ALL SELECT digest FROM delta_file", transaction: transaction).AsList();

    /// <summary>Notes that a manifest names the file and its deltas now.</summary>
    internal static void Name(DbConnection connection, DbTransaction transaction, FileKey key, ManifestFile file, long now)
    {
        long entries = ((long)file.Length - SnapshotHeader.Size) / SnapshotEntry.Size;
        connection.Execute("""
            INSERT INTO snapshot_file (digest, list, epoch, kind, length, entries, created_at, last_named_at) VALUES (@digest, @list, @epoch, @kind, @length, @entries, @now, @now)
            ON CONFLICT (digest) DO UPDATE SET last_named_at = @now, withdrawn_at = NULL
            """, new { digest = file.Digest, list = key.List, epoch = (long)key.Epoch, kind = (long)key.Kind, length = (long)file.Length, entries, now }, transaction);
        connection.Execute("""
            INSERT INTO delta_file (digest, list, epoch, kind, base, result, length, created_at, last_named_at) VALUES (@digest, @list, @epoch, @kind, @base, @result, @length, @now, @now)
            ON CONFLICT (digest) DO UPDATE SET last_named_at = @now, withdrawn_at = NULL
            """, file.Deltas.Select(delta => new { digest = delta.Digest, list = key.List, epoch = (long)key.Epoch, kind = (long)key.Kind, @base = delta.Base, result = delta.Result, length = (long)delta.Length, now }), transaction);
    }

    /// <summary>Stops serving what no manifest has named since <paramref name="before"/>, and every file of a destroyed epoch.</summary>
    internal static void Withdraw(DbConnection connection, DbTransaction transaction, long before, long now)
    {
        connection.Execute("""
            UPDATE snapshot_file SET withdrawn_at = @now WHERE withdrawn_at IS NULL AND (last_named_at < @before OR EXISTS (
                SELECT 1 FROM epoch AS e WHERE e.list = snapshot_file.list AND e.epoch = snapshot_file.epoch AND e.destroyed_at IS NOT NULL))
            """, new { before, now }, transaction);
        connection.Execute("""
            UPDATE delta_file SET withdrawn_at = @now WHERE withdrawn_at IS NULL AND (last_named_at < @before OR EXISTS (
                SELECT 1 FROM epoch AS e WHERE e.list = delta_file.list AND e.epoch = delta_file.epoch AND e.destroyed_at IS NOT NULL))
            """, new { before, now }, transaction);
    }

    internal static IReadOnlyList<byte[]> Withdrawn(DbConnection connection, DbTransaction transaction) => connection.Query<byte[]>("""
        SELECT digest FROM snapshot_file WHERE withdrawn_at IS NOT NULL UNION ALL SELECT digest FROM delta_file WHERE withdrawn_at IS NOT NULL
        """, transaction: transaction).AsList();

    /// <summary>Forgets withdrawn files that are gone from the disk.</summary>
    internal static void Forget(DbConnection connection, DbTransaction transaction, IReadOnlyList<byte[]> digests)
    {
        connection.Execute("DELETE FROM snapshot_file WHERE digest = @digest AND withdrawn_at IS NOT NULL", digests.Select(static digest => new { digest }), transaction);
        connection.Execute("DELETE FROM delta_file WHERE digest = @digest AND withdrawn_at IS NOT NULL", digests.Select(static digest => new { digest }), transaction);
    }
}
