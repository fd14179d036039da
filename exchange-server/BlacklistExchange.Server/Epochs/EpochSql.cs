using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Epochs;

/// <summary>Every statement on epoch and epoch_key.</summary>
internal static class EpochSql
{
    private const string Columns = """
        list AS List, epoch AS Epoch, descriptor AS Descriptor, descriptor_digest AS DescriptorDigest, signature AS Signature, not_before AS NotBefore,
        not_after AS NotAfter, opened_at AS OpenedAt, destroyed_at AS DestroyedAt
        """;

    private const string KeyColumns = "list AS List, epoch AS Epoch, kind AS Kind, suite AS Suite, public_key AS PublicKey, key_file AS KeyFile";

    /// <summary>All epochs of a list, ascending.</summary>
    internal static IReadOnlyList<EpochRow> Of(DbConnection connection, DbTransaction transaction, string list) =>
        connection.Query<EpochRow>($"SELECT {Columns} FROM epoch WHERE list = @list ORDER BY epoch", new { list }, transaction).AsList();

    /// <summary>The number of a list's newest epoch; null before the first.</summary>
    internal static long? Last(DbConnection connection, DbTransaction transaction, string list) =>
        connection.ExecuteScalar<long?>("SELECT max(epoch) FROM epoch WHERE list = @list", new { list }, transaction);

    /// <summary>Epochs that live now, ascending; reports go to the last.</summary>
    internal static IReadOnlyList<EpochRow> Live(DbConnection connection, DbTransaction transaction, string list, long now) =>
        connection.Query<EpochRow>($"SELECT {Columns} FROM epoch WHERE list = @list AND not_before <= @now AND @now < not_after ORDER BY epoch", new { list, now }, transaction).AsList();

    /// <summary>Epochs that have not ended, live or to come, ascending: what members are told.</summary>
    internal static IReadOnlyList<EpochRow> Open(DbConnection connection, DbTransaction transaction, string list, long now) =>
        connection.Query<EpochRow>($"SELECT {Columns} FROM epoch WHERE list = @list AND @now < not_after ORDER BY epoch", new { list, now }, transaction).AsList();

    /// <summary>Epochs of all lists whose keys have not been destroyed.</summary>
    internal static IReadOnlyList<EpochRow> Undestroyed(DbConnection connection, DbTransaction transaction) =>
        connection.Query<EpochRow>($"SELECT {Columns} FROM epoch WHERE destroyed_at IS NULL ORDER BY list, epoch", transaction: transaction).AsList();

    internal static IReadOnlyList<EpochKeyRow> Keys(DbConnection connection, DbTransaction transaction, string list, long epoch) =>
        connection.Query<EpochKeyRow>($"SELECT {KeyColumns} FROM epoch_key WHERE list = @list AND epoch = @epoch ORDER BY kind", new { list, epoch }, transaction).AsList();

    internal static void Insert(DbConnection connection, DbTransaction transaction, EpochRow row, IEnumerable<EpochKeyRow> keys)
    {
        connection.Execute("""
            INSERT INTO epoch (list, epoch, descriptor, descriptor_digest, signature, not_before, not_after, opened_at)
            VALUES (@List, @Epoch, @Descriptor, @DescriptorDigest, @Signature, @NotBefore, @NotAfter, @OpenedAt)
            """, row, transaction);
        connection.Execute("INSERT INTO epoch_key (list, epoch, kind, suite, public_key, key_file) VALUES (@List, @Epoch, @Kind, @Suite, @PublicKey, @KeyFile)", keys, transaction);
    }

    internal static void MarkDestroyed(DbConnection connection, DbTransaction transaction, string list, long epoch, long now) =>
        connection.Execute("UPDATE epoch SET destroyed_at = @now WHERE list = @list AND epoch = @epoch AND destroyed_at IS NULL", new { list, epoch, now }, transaction);

    /// <summary>Epochs of all lists that have not ended, and the newest of each list even if it has.</summary>
    internal static IReadOnlyList<(string List, long Epoch, long NotAfter)> Ends(DbConnection connection, DbTransaction transaction, long now) => connection.Query<(string, long, long)>("""
        SELECT e.list, e.epoch, e.not_after FROM epoch AS e WHERE e.not_after > @now OR e.epoch = (SELECT max(n.epoch) FROM epoch AS n WHERE n.list = e.list) ORDER BY e.list, e.epoch
        """, new { now }, transaction).AsList();

    /// <summary>Units that a key has evaluated.</summary>
    internal static long Evaluated(DbConnection connection, DbTransaction transaction, EpochKeyRow key) => connection.ExecuteScalar<long>(
        "SELECT coalesce(max(evaluated), 0) FROM budget_key_counter WHERE list = @List AND kind = @Kind AND epoch = @Epoch", new { key.List, key.Kind, key.Epoch }, transaction);

    /// <summary>For each entity: its standing items of one epoch, and how many of them are in the next.</summary>
    internal static IEnumerable<(string Entity, long Standing, long Renewed)> Renewed(DbConnection connection, DbTransaction transaction, string list, long from, long to) =>
        connection.Query<(string, long, long)>("""
            SELECT m.entity, count(*), sum(CASE WHEN EXISTS (
                SELECT 1 FROM report_item AS n WHERE n.member = i.member AND n.report_id = i.report_id AND n.item = i.item AND n.epoch = @to) THEN 1 ELSE 0 END)
            FROM report_item AS i JOIN member AS m ON m.slug = i.member
            WHERE i.list = @list AND i.epoch = @from AND i.retracted_at IS NULL GROUP BY m.entity ORDER BY m.entity
            """, new { list, from, to }, transaction);
}
