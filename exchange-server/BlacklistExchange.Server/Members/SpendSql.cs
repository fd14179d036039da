using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>Raises counters to what they may have been; none ever falls.</summary>
internal static class SpendSql
{
    internal sealed record DayRow(string Entity, string List, int Kind, long Used);

    internal sealed record EpochRow(string Entity, string List, int Kind, long Epoch, long Queried, long Renewed);

    internal sealed record KeyRow(string List, int Kind, long Epoch, long Queried, long Evaluated);

    internal sealed record UnitsRow(string Entity, long Kind, long Units);

    internal static void Days(DbConnection connection, DbTransaction transaction, IReadOnlyList<DayRow> rows, long day) => connection.Execute("""
        INSERT INTO budget_counter AS c (entity, list, kind, day, day_used) VALUES (@Entity, @List, @Kind, @day, @Used)
        ON CONFLICT (entity, list, kind) DO UPDATE SET day_used = CASE WHEN c.day >= excluded.day AND c.day_used > excluded.day_used THEN c.day_used ELSE excluded.day_used END,
            day = CASE WHEN c.day > excluded.day THEN c.day ELSE excluded.day END
        """, rows.Select(row => new { row.Entity, row.List, row.Kind, day, row.Used }), transaction);

    internal static void Epochs(DbConnection connection, DbTransaction transaction, IReadOnlyList<EpochRow> rows) => connection.Execute("""
        INSERT INTO budget_epoch_counter AS c (entity, list, kind, epoch, queried, renewed) VALUES (@Entity, @List, @Kind, @Epoch, @Queried, @Renewed)
        ON CONFLICT (entity, list, kind, epoch) DO UPDATE SET queried = CASE WHEN c.queried > excluded.queried THEN c.queried ELSE excluded.queried END,
            renewed = CASE WHEN c.renewed > excluded.renewed THEN c.renewed ELSE excluded.renewed END
        """, rows, transaction);

    internal static void Keys(DbConnection connection, DbTransaction transaction, IReadOnlyList<KeyRow> rows) => connection.Execute("""
        INSERT INTO budget_key_counter AS c (list, kind, epoch, queried, evaluated) VALUES (@List, @Kind, @Epoch, @Queried, @Evaluated)
        ON CONFLICT (list, kind, epoch) DO UPDATE SET queried = CASE WHEN c.queried > excluded.queried THEN c.queried ELSE excluded.queried END,
            evaluated = CASE WHEN c.evaluated > excluded.evaluated THEN c.evaluated ELSE excluded.evaluated END
        """, rows, transaction);

    internal static void Grants(DbConnection connection, DbTransaction transaction, long now) =>
        connection.Execute("UPDATE budget_grant SET used = units WHERE until > @now AND used < units", new { now }, transaction);

    internal static long GrantsLeft(DbConnection connection, DbTransaction transaction, long now) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM budget_grant WHERE until > @now AND used < units", new { now }, transaction);

    internal static IReadOnlyList<UnitsRow> RenewalsByHand(DbConnection connection, DbTransaction transaction, string list) => connection.Query<UnitsRow>(
        "SELECT entity AS Entity, kind AS Kind, renewal AS Units FROM budget_limit WHERE list = @list AND renewal IS NOT NULL", new { list }, transaction).AsList();

    /// <summary>Items that stand from epochs before <paramref name="epoch"/>, by their members' own entities.</summary>
    internal static IReadOnlyList<UnitsRow> Standing(DbConnection connection, DbTransaction transaction, string list, long epoch) => [.. connection.Query<(string, long, long)>("""
        SELECT entity AS Entity, kind AS Kind, count(*) AS Units FROM (
            SELECT DISTINCT m.entity, i.kind, i.member, i.report_id, i.item FROM report_item AS i JOIN member AS m ON m.slug = i.member
            WHERE i.list = @list AND i.epoch < @epoch AND i.retracted_at IS NULL) AS standing
        GROUP BY entity, kind
        """, new { list, epoch }, transaction).Select(static row => new UnitsRow(row.Item1, row.Item2, row.Item3))];
}
