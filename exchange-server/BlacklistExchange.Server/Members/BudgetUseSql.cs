using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>What <see cref="BudgetStates"/> reads for one entity, for all of them: a statement each, whatever the number of members. Reads only.</summary>
internal static class BudgetUseSql
{
    internal sealed record DayRow(string Entity, string List, long Kind, long Day, long Used);

    internal sealed record EpochRow(string Entity, string List, long Kind, long Epoch, long Used);

    internal sealed record LimitRow(string Entity, string List, long Kind, long? Day, long? Epoch);

    internal sealed record DeclaredRow(string Entity, long Kind, long PerDay);

    internal sealed record GrantRow(string Entity, string List, long Kind, long Units, long Remaining);

    internal sealed record KeyRow(string List, long Kind, long Epoch, long Queried, long Evaluated, long? HubWide);

    internal static IReadOnlyList<DayRow> Days(DbConnection connection, DbTransaction transaction) => connection.Query<DayRow>(
        "SELECT entity AS Entity, list AS List, kind AS Kind, day AS Day, day_used AS Used FROM budget_counter", transaction: transaction).AsList();

    internal static IReadOnlyList<EpochRow> Epochs(DbConnection connection, DbTransaction transaction, long now) => connection.Query<EpochRow>("""
        SELECT c.entity AS Entity, c.list AS List, c.kind AS Kind, c.epoch AS Epoch, c.queried AS Used FROM budget_epoch_counter AS c
        JOIN epoch AS e ON e.list = c.list AND e.epoch = c.epoch WHERE e.not_before <= @now AND @now < e.not_after
        """, new { now }, transaction).AsList();

    internal static IReadOnlyList<KeyRow> Keys(DbConnection connection, DbTransaction transaction, long now) => connection.Query<KeyRow>("""
        SELECT c.list AS List, c.kind AS Kind, c.epoch AS Epoch, c.queried AS Queried, c.evaluated AS Evaluated, h.epoch AS HubWide FROM budget_key_counter AS c
        JOIN epoch AS e ON e.list = c.list AND e.epoch = c.epoch LEFT JOIN budget_hub_limit AS h ON h.list = c.list AND h.kind = c.kind
        WHERE e.not_before <= @now AND @now < e.not_after
        """, new { now }, transaction).AsList();

    internal static IReadOnlyList<LimitRow> Limits(DbConnection connection, DbTransaction transaction) => connection.Query<LimitRow>(
        "SELECT entity AS Entity, list AS List, kind AS Kind, day AS Day, epoch AS Epoch FROM budget_limit", transaction: transaction).AsList();

    /// <summary>By the members' own entities, not yet the tops of their chains.</summary>
    internal static IReadOnlyList<DeclaredRow> Declared(DbConnection connection, DbTransaction transaction) => [.. connection.Query<(string, long, long)>("""
        SELECT m.entity AS Entity, d.kind AS Kind, CAST(sum(d.per_day) AS BIGINT) AS PerDay FROM member_declared AS d JOIN member AS m ON m.slug = d.member
        WHERE m.status <> 'revoked' GROUP BY m.entity, d.kind
        """, transaction: transaction).Select(static row => new DeclaredRow(row.Item1, row.Item2, row.Item3))];

    internal static IReadOnlyList<GrantRow> Grants(DbConnection connection, DbTransaction transaction, long now) => [.. connection.Query<(string, string, long, long, long)>("""
        SELECT entity AS Entity, list AS List, kind AS Kind, CAST(sum(units) AS BIGINT) AS Units, CAST(sum(units - used) AS BIGINT) AS Remaining
        FROM budget_grant WHERE until > @now GROUP BY entity, list, kind
        """, new { now }, transaction).Select(static row => new GrantRow(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5))];
}
