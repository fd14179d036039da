using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>What limits are made of: set by hand, declared, granted. Reads only.</summary>
internal static class BudgetLimitSql
{
    internal sealed record SetByHand(long? Burst, long? Day, long? Epoch, long? Renewal);

    internal static SetByHand? ByHand(DbConnection connection, DbTransaction transaction, string top, string list, int kind) =>
        connection.QuerySingleOrDefault<SetByHand>("""
            SELECT burst AS Burst, day AS Day, epoch AS Epoch, renewal AS Renewal FROM budget_limit WHERE entity = @top AND list = @list AND kind = @kind
            """, new { top, list, kind }, transaction);

    /// <summary>What the entity's members declared a day, together; a revoked member's volume no longer counts.</summary>
    internal static long Declared(DbConnection connection, DbTransaction transaction, string top, int kind) => connection.ExecuteScalar<long>("""
        WITH RECURSIVE family (slug) AS (
            SELECT @top UNION SELECT below.slug FROM entity AS below JOIN family ON below.parent = family.slug)
        SELECT CAST(coalesce(sum(d.per_day), 0) AS BIGINT) FROM member_declared AS d JOIN member AS m ON m.slug = d.member
        WHERE d.kind = @kind AND m.status <> 'revoked' AND m.entity IN (SELECT slug FROM family)
        """, new { top, kind }, transaction);

    /// <summary>Items of the entity's members that stand from epochs before <paramref name="epoch"/>.</summary>
    internal static long Standing(DbConnection connection, DbTransaction transaction, string top, string list, int kind, long epoch) => connection.ExecuteScalar<long>("""
        WITH RECURSIVE family (slug) AS (
            SELECT @top UNION SELECT below.slug FROM entity AS below JOIN family ON below.parent = family.slug)
        SELECT count(*) FROM (
            SELECT DISTINCT i.member, i.report_id, i.item FROM report_item AS i JOIN member AS m ON m.slug = i.member
            WHERE m.entity IN (SELECT slug FROM family) AND i.list = @list AND i.kind = @kind AND i.epoch < @epoch AND i.retracted_at IS NULL) AS standing
        """, new { top, list, kind, epoch }, transaction);

    internal static long? HubWide(DbConnection connection, DbTransaction transaction, string list, int kind) =>
        connection.ExecuteScalar<long?>("SELECT epoch FROM budget_hub_limit WHERE list = @list AND kind = @kind", new { list, kind }, transaction);

    /// <summary>What unexpired grants still hold.</summary>
    internal static (long Limit, long Remaining) Granted(DbConnection connection, DbTransaction transaction, string top, string list, int kind, long now) =>
        connection.QuerySingle<(long, long)>("""
            SELECT CAST(coalesce(sum(units), 0) AS BIGINT), CAST(coalesce(sum(units - used), 0) AS BIGINT) FROM budget_grant
            WHERE entity = @top AND list = @list AND kind = @kind AND until > @now
            """, new { top, list, kind, now }, transaction);
}
