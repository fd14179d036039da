using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Members;

/// <summary>What remains of budgets at a moment, for members and for the operator. Reads only.</summary>
internal sealed class BudgetStates(SqliteConnection connection, SqliteTransaction transaction, PolicyOptions defaults, long now)
{
    internal sealed record OpenEpoch(string List, string Sectors, string Kinds, long EpochDays, long Epoch);

    /// <summary>Epochs that have begun and not ended, of all lists.</summary>
    internal IReadOnlyList<OpenEpoch> LiveEpochs() => connection.Query<OpenEpoch>("""
        SELECT l.name AS List, l.sectors AS Sectors, l.kinds AS Kinds, l.epoch_days AS EpochDays, e.epoch AS Epoch
        FROM list AS l JOIN epoch AS e ON e.list = l.name WHERE e.not_before <= @now AND @now < e.not_after ORDER BY l.name, e.epoch
        """, new { now }, transaction).AsList();

    internal IEnumerable<EntityBudget> OfEntity(string top, OpenEpoch open)
    {
        foreach (string name in open.Kinds.Split(','))
        {
            IdentifierKinds.TryGetByName(name, out IdentifierKind number);
            int kind = (int)number;
            BudgetSize size = BudgetLimits.Of(connection, transaction, top, open.List, kind, defaults);
            BudgetSql.CounterRow counter = BudgetSql.Counter(connection, transaction, top, open.List, kind);
            BudgetSql.EpochCounterRow spent = BudgetSql.EpochCounter(connection, transaction, top, open.List, kind, open.Epoch);
            (long granted, long grantLeft) = BudgetLimits.Granted(connection, transaction, top, open.List, kind, now);
            long renewal = BudgetLimits.Renewal(connection, transaction, top, open.List, kind, open.Epoch);
            yield return new EntityBudget(
                top, open.List, name, open.Epoch, Burst(size.Burst, counter), Day(size.Day, counter),
                Spent(size.Epoch, spent.Queried), Spent(renewal, spent.Renewed), new BudgetCounter(granted, grantLeft, null),
                BudgetRules.YearsToSweep(name, size, (int)open.EpochDays));
        }
    }

    internal IEnumerable<HubBudget> OfHub(OpenEpoch open)
    {
        foreach (string name in open.Kinds.Split(','))
        {
            IdentifierKinds.TryGetByName(name, out IdentifierKind number);
            (long queried, long evaluated) = connection.QuerySingleOrDefault<(long, long)>(
                "SELECT queried, evaluated FROM budget_key_counter WHERE list = @List AND kind = @kind AND epoch = @Epoch", new { open.List, open.Epoch, kind = (int)number }, transaction);
            yield return new HubBudget(
                open.List, name, open.Epoch, Spent(BudgetLimits.HubWide(connection, transaction, open.List, (int)number, defaults), queried), Spent(BudgetRules.KeyMargin, evaluated));
        }
    }

    /// <summary>The line a member sees: what grants still hold counts in all three counters.</summary>
    internal static BudgetLine Line(EntityBudget budget) => new(
        budget.List, budget.Kind, (uint)budget.Epoch, With(budget.Burst, budget.Granted), With(budget.Day, budget.Granted), With(budget.EpochTotal, budget.Granted));

    private static BudgetCounter With(BudgetCounter counter, BudgetCounter granted) => counter with { Limit = counter.Limit + granted.Limit, Remaining = counter.Remaining + granted.Remaining };

    private static BudgetCounter Spent(long limit, long used) => new(limit, Math.Max(0, limit - used), null);

    private BudgetCounter Burst(long limit, BudgetSql.CounterRow counter) => new(
        limit, BudgetRules.BurstRemaining(limit, counter.BurstDebt, counter.BurstAt, now), BudgetRules.BurstFits(limit, counter.BurstDebt, counter.BurstAt, now, limit));

    private BudgetCounter Day(long limit, BudgetSql.CounterRow counter)
    {
        long remaining = BudgetRules.DayRemaining(limit, counter.Day, counter.DayUsed, now);
        return new BudgetCounter(limit, remaining, remaining == limit ? now : BudgetRules.NextDay(now));
    }
}
