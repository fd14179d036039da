using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Members;

/// <summary>What remains of budgets at a moment, for members and for the operator. Reads only.</summary>
internal sealed class BudgetStates(DbConnection connection, DbTransaction transaction, PolicyOptions defaults, long now)
{
    /// <summary>Epochs that have begun and not ended, of all lists.</summary>
    internal IReadOnlyList<BudgetScopeSql.OpenEpoch> LiveEpochs() => BudgetScopeSql.LiveEpochs(connection, transaction, now);

    internal IEnumerable<EntityBudget> OfEntity(string top, BudgetScopeSql.OpenEpoch open)
    {
        foreach (string name in open.Kinds.Split(','))
        {
            IdentifierKinds.TryGetByName(name, out IdentifierKind number);
            int kind = (int)number;
            BudgetSize size = BudgetLimits.Of(connection, transaction, top, open.List, kind, defaults);
            BudgetSql.CounterRow counter = BudgetSql.Counter(connection, transaction, top, open.List, kind);
            BudgetSql.EpochCounterRow spent = BudgetSql.EpochCounter(connection, transaction, top, open.List, kind, open.Epoch);
            (long granted, long grantLeft) = BudgetLimitSql.Granted(connection, transaction, top, open.List, kind, now);
            long renewal = BudgetLimits.Renewal(connection, transaction, top, open.List, kind, open.Epoch);
            yield return new EntityBudget(
                top, open.List, name, open.Epoch, Burst(size.Burst, counter), Day(size.Day, counter),
                Spent(size.Epoch, spent.Queried), Spent(renewal, spent.Renewed), new BudgetCounter(granted, grantLeft, null),
                BudgetRules.YearsToSweep(name, size, (int)open.EpochDays));
        }
    }

    internal IEnumerable<HubBudget> OfHub(BudgetScopeSql.OpenEpoch open)
    {
        foreach (string name in open.Kinds.Split(','))
        {
            IdentifierKinds.TryGetByName(name, out IdentifierKind number);
            (long queried, long evaluated) = BudgetSql.KeyCounter(connection, transaction, open.List, (int)number, open.Epoch);
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
