using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>Statements that change limits and grants, and those that show counters. Debits stand in <see cref="DebitSql"/>, reads of limits in <see cref="BudgetLimitSql"/>.</summary>
internal static class BudgetSql
{
    internal sealed record CounterRow(long BurstDebt, long BurstAt, long Day, long DayUsed);

    internal sealed record EpochCounterRow(long Queried, long Renewed);

    internal static void SetHubWide(DbConnection connection, DbTransaction transaction, string list, int kind, long units, long now, string reason) => connection.Execute("""
        INSERT INTO budget_hub_limit (list, kind, epoch, set_at, reason) VALUES (@list, @kind, @units, @now, @reason)
        ON CONFLICT (list, kind) DO UPDATE SET epoch = excluded.epoch, set_at = excluded.set_at, reason = excluded.reason
        """, new { list, kind, units, now, reason }, transaction);

    /// <summary>Sets what is not null and keeps the rest.</summary>
    internal static void SetLimit(DbConnection connection, DbTransaction transaction, string top, string list, int kind, SetBudgetRequest limits, long now) => connection.Execute("""
        INSERT INTO budget_limit (entity, list, kind, burst, day, epoch, renewal, set_at, reason) VALUES (@top, @list, @kind, @Burst, @Day, @Epoch, @Renewal, @now, @Reason)
        ON CONFLICT (entity, list, kind) DO UPDATE SET burst = coalesce(excluded.burst, budget_limit.burst), day = coalesce(excluded.day, budget_limit.day),
            epoch = coalesce(excluded.epoch, budget_limit.epoch), renewal = coalesce(excluded.renewal, budget_limit.renewal), set_at = excluded.set_at, reason = excluded.reason
        """, new { top, list, kind, limits.Burst, limits.Day, limits.Epoch, limits.Renewal, limits.Reason, now }, transaction);

    internal static void Grant(DbConnection connection, DbTransaction transaction, string top, string list, int kind, long units, long until, string reason, string actor, long now) =>
        connection.Execute("""
            INSERT INTO budget_grant (entity, list, kind, units, granted_at, until, reason, granted_by) VALUES (@top, @list, @kind, @units, @now, @until, @reason, @actor)
            """, new { top, list, kind, units, until, reason, actor, now }, transaction);

    internal static void Declare(DbConnection connection, DbTransaction transaction, string member, int kind, int perDay) => connection.Execute("""
        INSERT INTO member_declared (member, kind, per_day) VALUES (@member, @kind, @perDay) ON CONFLICT (member, kind) DO UPDATE SET per_day = excluded.per_day
        """, new { member, kind, perDay }, transaction);

    internal static CounterRow Counter(DbConnection connection, DbTransaction transaction, string top, string list, int kind) =>
        connection.QuerySingleOrDefault<CounterRow>("""
            SELECT burst_debt AS BurstDebt, burst_at AS BurstAt, day AS Day, day_used AS DayUsed FROM budget_counter WHERE entity = @top AND list = @list AND kind = @kind
            """, new { top, list, kind }, transaction) ?? new CounterRow(0, 0, 0, 0);

    internal static EpochCounterRow EpochCounter(DbConnection connection, DbTransaction transaction, string top, string list, int kind, long epoch) =>
        connection.QuerySingleOrDefault<EpochCounterRow>("""
            SELECT queried AS Queried, renewed AS Renewed FROM budget_epoch_counter WHERE entity = @top AND list = @list AND kind = @kind AND epoch = @epoch
            """, new { top, list, kind, epoch }, transaction) ?? new EpochCounterRow(0, 0);

    internal static (long Queried, long Evaluated) KeyCounter(DbConnection connection, DbTransaction transaction, string list, int kind, long epoch) =>
        connection.QuerySingleOrDefault<(long, long)>("SELECT queried, evaluated FROM budget_key_counter WHERE list = @list AND kind = @kind AND epoch = @epoch", new { list, kind, epoch }, transaction);

    /// <summary>What one entity spent becomes spent by the other too, so that a link never gives a fresh budget.</summary>
    internal static void Merge(DbConnection connection, DbTransaction transaction, string from, string into)
    {
        connection.Execute("""
            INSERT INTO budget_counter AS c (entity, list, kind, burst_debt, burst_at, day, day_used)
            SELECT @into, list, kind, burst_debt, burst_at, day, day_used FROM budget_counter WHERE entity = @from
            ON CONFLICT (entity, list, kind) DO UPDATE SET burst_debt = c.burst_debt + excluded.burst_debt,
                burst_at = CASE WHEN c.burst_at < excluded.burst_at THEN excluded.burst_at ELSE c.burst_at END,
                day_used = CASE WHEN c.day = excluded.day THEN c.day_used + excluded.day_used WHEN c.day > excluded.day THEN c.day_used ELSE excluded.day_used END,
                day = CASE WHEN c.day < excluded.day THEN excluded.day ELSE c.day END
            """, new { from, into }, transaction);
        connection.Execute("""
            INSERT INTO budget_epoch_counter AS c (entity, list, kind, epoch, queried, renewed)
            SELECT @into, list, kind, epoch, queried, renewed FROM budget_epoch_counter WHERE entity = @from
            ON CONFLICT (entity, list, kind, epoch) DO UPDATE SET queried = c.queried + excluded.queried, renewed = c.renewed + excluded.renewed
            """, new { from, into }, transaction);
        connection.Execute("UPDATE budget_grant SET entity = @into WHERE entity = @from", new { from, into }, transaction);
        connection.Execute("DELETE FROM budget_counter WHERE entity = @from; DELETE FROM budget_epoch_counter WHERE entity = @from", new { from }, transaction);
    }
}
