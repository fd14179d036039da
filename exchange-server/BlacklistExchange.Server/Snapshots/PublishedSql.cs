using System.Data.Common;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>What the builder reads of other slices' tables: lists, live epochs, published entries. It never reads a wrapped key or a label in the clear.</summary>
internal static class PublishedSql
{
    private const string Published = """
        FROM entry WHERE list = @list AND epoch = @epoch AND kind = @kind AND state IN (2, 3, 4) AND sealed_label IS NOT NULL AND visible_from <= @now
        """;

    private sealed record EpochKind(long Epoch, byte[] DescriptorDigest, long? Kind);

    internal static IReadOnlyList<string> Lists(DbConnection connection, DbTransaction transaction) =>
        connection.Query<string>("SELECT name FROM list ORDER BY name", transaction: transaction).AsList();

    /// <summary>Null when there is no such list.</summary>
    internal static LiveList? Live(DbConnection connection, DbTransaction transaction, string list, long now)
    {
        long? policy = connection.ExecuteScalar<long?>("SELECT policy_version FROM list WHERE name = @list", new { list }, transaction);
        IEnumerable<EpochKind> rows = connection.Query<EpochKind>("""
            SELECT epoch.epoch AS Epoch, epoch.descriptor_digest AS DescriptorDigest, epoch_key.kind AS Kind
            FROM epoch LEFT JOIN epoch_key ON epoch_key.list = epoch.list AND epoch_key.epoch = epoch.epoch
            WHERE epoch.list = @list AND epoch.not_before <= @now AND @now < epoch.not_after AND epoch.destroyed_at IS NULL ORDER BY epoch.epoch, epoch_key.kind
            """, new { list, now }, transaction);
        return policy is null ? null : new LiveList(list, checked((ushort)policy.Value), [.. rows.GroupBy(static row => row.Epoch).Select(static epoch =>
            new LiveEpoch((uint)epoch.Key, epoch.First().DescriptorDigest, [.. epoch.Where(static row => row.Kind is not null).Select(static row => (byte)row.Kind!.Value)]))]);
    }

    internal static long Count(DbConnection connection, DbTransaction transaction, FileKey key, long now) =>
        connection.ExecuteScalar<long>($"SELECT count(*) {Published}", new { list = key.List, epoch = (long)key.Epoch, kind = (long)key.Kind, now }, transaction);

    /// <summary>Copies the published entries in the order of their tags, one at a time: a million of them never lie on the heap.</summary>
    /// <exception cref="InvalidOperationException">Two tags begin with the same 16 bytes.</exception>
    internal static void Copy(DbConnection connection, DbTransaction transaction, FileKey key, long now, SnapshotWriter into)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT tag, sealed_label {Published} ORDER BY tag";
        Add(command, "list", key.List);
        Add(command, "epoch", (long)key.Epoch);
        Add(command, "kind", (long)key.Kind);
        Add(command, "now", now);
        using DbDataReader reader = command.ExecuteReader();
        RowBytes bytes = new(reader);
        Span<byte> entry = stackalloc byte[SnapshotEntry.Size];
        while (reader.Read())
        {
            bytes.Copy(0, entry[..SnapshotEntry.LabelOffset]);
            bytes.Copy(1, entry[SnapshotEntry.LabelOffset..]);
            into.Add(entry);
        }
    }

    private static void Add(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
