using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Members;

/// <summary>What an entity may spend: limits set by hand, else those that its members' declared volumes give, else the default. Reads only.</summary>
internal static class BudgetLimits
{
    private sealed record SetByHand(long? Burst, long? Day, long? Epoch, long? Renewal);

    /// <summary>Burst, day and epoch of a top entity, without grants.</summary>
    internal static BudgetSize Of(SqliteConnection connection, SqliteTransaction transaction, string top, string list, int kind, PolicyOptions defaults)
    {
        SetByHand? byHand = ByHand(connection, transaction, top, list, kind);
        BudgetSize declared = BudgetRules.SizeFor(Declared(connection, transaction, top, kind), defaults);
        return new BudgetSize(byHand?.Burst ?? declared.Burst, byHand?.Day ?? declared.Day, byHand?.Epoch ?? declared.Epoch);
    }

    /// <summary>What the entity's members declared a day, together; a revoked member's volume no longer counts.</summary>
    internal static long Declared(SqliteConnection connection, SqliteTransaction transaction, string top, int kind) => connection.ExecuteScalar<long>("""
        WITH RECURSIVE family (slug) AS (
            SELECT @top UNION SELECT below.slug FROM entity AS below JOIN family ON below.parent = family.slug)
        SELECT coalesce(sum(d.per_day), 0) FROM member_declared AS d JOIN member AS m ON m.slug = d.member
        WHERE d.kind = @kind AND m.status <> 'revoked' AND m.entity IN (SELECT slug FROM family)
        """, new { top, kind }, transaction);

    /// <summary>Units to carry one's own reports into <paramref name="epoch"/>: eight for each item that stands from an earlier epoch (padding, and a second attempt).</summary>
    internal static long Renewal(SqliteConnection connection, SqliteTransaction transaction, string top, string list, int kind, long epoch) =>
        ByHand(connection, transaction, top, list, kind)?.Renewal ?? BudgetRules.RenewalUnitsPerItem * connection.ExecuteScalar<long>("""
            WITH RECURSIVE family (slug) AS (
                SELECT @top UNION SELECT below.slug FROM entity AS below JOIN family ON below.parent = family.slug)
            SELECT count(*) FROM (
                SELECT DISTINCT i.member, i.report_id, i.item FROM report_item AS i JOIN member AS m ON m.slug = i.member
                WHERE m.entity IN (SELECT slug FROM family) AND i.list = @list AND i.kind = @kind AND i.epoch < @epoch AND i.retracted_at IS NULL)
            """, new { top, list, kind, epoch }, transaction);

    internal static long HubWide(SqliteConnection connection, SqliteTransaction transaction, string list, int kind, PolicyOptions defaults) =>
        connection.ExecuteScalar<long?>("SELECT epoch FROM budget_hub_limit WHERE list = @list AND kind = @kind", new { list, kind }, transaction) ?? defaults.HubEpoch;

    /// <summary>What unexpired grants still hold.</summary>
    internal static (long Limit, long Remaining) Granted(SqliteConnection connection, SqliteTransaction transaction, string top, string list, int kind, long now) =>
        connection.QuerySingle<(long, long)>("""
            SELECT coalesce(sum(units), 0), coalesce(sum(units - used), 0) FROM budget_grant
            WHERE entity = @top AND list = @list AND kind = @kind AND until > @now
            """, new { top, list, kind, now }, transaction);

    private static SetByHand? ByHand(SqliteConnection connection, SqliteTransaction transaction, string top, string list, int kind) =>
        connection.QuerySingleOrDefault<SetByHand>("""
            SELECT burst AS Burst, day AS Day, epoch AS Epoch, renewal AS Renewal FROM budget_limit WHERE entity = @top AND list = @list AND kind = @kind
            """, new { top, list, kind }, transaction);
}
