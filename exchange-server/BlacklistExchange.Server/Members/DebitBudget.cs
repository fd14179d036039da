using System.Data.Common;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// Debits every counter that a request touches, each by one guarded UPDATE, inside the caller's transaction. The first counter that does not suffice is the
/// answer, and the caller rolls everything back: a budget is never half spent (spec/protocol.md §5.3).
/// </summary>
internal sealed class DebitBudget(DbConnection connection, DbTransaction transaction, string top, long now, HubOptions options)
{
    private readonly DebitSql _sql = new(connection, transaction, top, now);

    /// <summary>Null when all counters sufficed. Charges are one for each (list, kind, epoch).</summary>
    internal Refusal? Query(IReadOnlyList<Charge> charges)
    {
        foreach (IGrouping<(string List, int Kind), Charge> of in charges.GroupBy(static charge => (charge.List, charge.Kind)))
        {
            BudgetSize size = BudgetLimits.Of(connection, transaction, top, of.Key.List, of.Key.Kind, options.Policy);
            long units = of.Sum(static charge => charge.Units);
            long granted = TakeGrants(of.Key.List, of.Key.Kind, units);
            if ((Burst(of.First(), size.Burst, units - granted, granted) ?? Day(of.First(), size.Day, units - granted, granted)) is { } refusal)
            {
                return refusal;
            }
            foreach (Charge charge in of)
            {
                long covered = Math.Min(granted, charge.Units);
                granted -= covered;
                if ((Epoch(charge, size.Epoch, charge.Units - covered, covered) ?? HubWide(charge) ?? Key(charge)) is { } epochRefusal)
                {
                    return epochRefusal;
                }
            }
        }
        return null;
    }

    /// <summary>The same from the renewal budget, which neither the day nor the hub-wide budget touches.</summary>
    internal Refusal? Renewal(IReadOnlyList<Charge> charges) => charges.Select(charge => Renewal(charge) ?? Key(charge)).FirstOrDefault(static refusal => refusal is not null);

    /// <summary>Takes from grants first, the soonest to end first; returns how much they covered.</summary>
    private long TakeGrants(string list, int kind, long units)
    {
        long left = units;
        foreach ((long id, long free) in _sql.Grants(list, kind))
        {
            long take = Math.Min(left, free);
            left -= _sql.TakeGrant(id, take) ? take : 0;
        }
        return units - left;
    }

    private Refusal? Burst(Charge charge, long limit, long units, long granted)
    {
        if (_sql.TakeBurst(charge, limit, units))
        {
            return null;
        }
        BudgetSql.CounterRow counter = Counter(charge);
        return Exhausted(charge, "burst", BudgetRules.BurstRemaining(limit, counter.BurstDebt, counter.BurstAt, now) + granted,
            BudgetRules.BurstFits(limit, counter.BurstDebt, counter.BurstAt, now, units),
            units > limit ? $"The burst is {limit} units; ask for fewer at once." : "The burst refills continuously, wholly within an hour.");
    }

    private Refusal? Day(Charge charge, long limit, long units, long granted)
    {
        if (_sql.TakeDay(charge, limit, units))
        {
            return null;
        }
        BudgetSql.CounterRow counter = Counter(charge);
        return Exhausted(charge, "day", BudgetRules.DayRemaining(limit, counter.Day, counter.DayUsed, now) + granted, units > limit ? null : BudgetRules.NextDay(now),
            "The day begins anew at 00:00 UTC.");
    }

    private Refusal? Epoch(Charge charge, long limit, long units, long granted) => _sql.TakeEpoch(charge, limit, units) ? null
        : Exhausted(charge, "epoch", Math.Max(0, limit - EpochCounter(charge).Queried) + granted, null, $"Epoch {charge.Epoch} does not refill by time.");

    private Refusal? Renewal(Charge charge)
    {
        long limit = BudgetLimits.Renewal(connection, transaction, top, charge.List, charge.Kind, charge.Epoch);
        return _sql.TakeRenewal(charge, limit) ? null : Exhausted(charge, "epoch", Math.Max(0, limit - EpochCounter(charge).Renewed), null,
            $"The renewal budget holds {BudgetRules.RenewalUnitsPerItem} units for each of your items that stand from epochs before {charge.Epoch}.");
    }

    private Refusal? HubWide(Charge charge) => _sql.TakeHubWide(charge, BudgetLimits.HubWide(connection, transaction, charge.List, charge.Kind, options.Policy)) ? null
        : Exhausted(charge, "hub", null, null, "All members together have spent what this epoch allows.");

    private Refusal? Key(Charge charge) => _sql.TakeKey(charge, BudgetRules.KeyMargin) ? null
        : Exhausted(charge, "key", null, null, "The key has done as much as is safe; the operator must open a new epoch.");

    private BudgetSql.CounterRow Counter(Charge charge) => BudgetSql.Counter(connection, transaction, top, charge.List, charge.Kind);

    private BudgetSql.EpochCounterRow EpochCounter(Charge charge) => BudgetSql.EpochCounter(connection, transaction, top, charge.List, charge.Kind, charge.Epoch);

    /// <summary>What others have spent is not told: <paramref name="remaining"/> is null for the counters that all members share.</summary>
    private Refusal Exhausted(Charge charge, string counter, long? remaining, long? retryAt, string more) =>
        new(ProblemTypes.BudgetExhausted, $"List '{charge.List}', kind '{charge.KindName}': the {counter} budget does not suffice. {more} Ask the contact for a grant.")
        {
            Counter = counter,
            Remaining = remaining,
            RetryAt = retryAt,
            Contact = options.Contact,
        };
}
