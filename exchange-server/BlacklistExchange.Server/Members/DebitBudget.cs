using BlacklistExchange.Server.Problems;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// Debits every counter that a request touches, each by one guarded UPDATE, inside the caller's transaction. The first counter that does not suffice is the
/// answer, and the caller rolls everything back: a budget is never half spent (spec/protocol.md §5.3).
/// </summary>
internal sealed class DebitBudget(SqliteConnection connection, SqliteTransaction transaction, string top, long now, HubOptions options)
{
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
        foreach ((long id, long free) in connection.Query<(long, long)>("""
            SELECT id, units - used FROM budget_grant WHERE entity = @top AND list = @list AND kind = @kind AND until > @now AND used < units ORDER BY until, id
            """, new { top, list, kind, now }, transaction).AsList())
        {
            long take = Math.Min(left, free);
            left -= take * connection.Execute("UPDATE budget_grant SET used = used + @take WHERE id = @id AND used + @take <= units", new { id, take }, transaction);
        }
        return units - left;
    }

    private Refusal? Burst(Charge charge, long limit, long units, long granted)
    {
        connection.Execute("INSERT INTO budget_counter (entity, list, kind) VALUES (@top, @List, @Kind) ON CONFLICT DO NOTHING", new { top, charge.List, charge.Kind }, transaction);
        int changed = connection.Execute("""
            UPDATE budget_counter SET burst_debt = max(0, burst_debt - @limit * max(0, @now - burst_at)) + @units * 3600, burst_at = max(burst_at, @now)
            WHERE entity = @top AND list = @List AND kind = @Kind
              AND (@units = 0 OR max(0, burst_debt - @limit * max(0, @now - burst_at)) + @units * 3600 <= @limit * 3600)
            """, new { top, charge.List, charge.Kind, limit, units, now }, transaction);
        if (changed == 1)
        {
            return null;
        }
        (long debt, long at) = connection.QuerySingle<(long, long)>(
            "SELECT burst_debt, burst_at FROM budget_counter WHERE entity = @top AND list = @List AND kind = @Kind", new { top, charge.List, charge.Kind }, transaction);
        return Exhausted(charge, "burst", BudgetRules.BurstRemaining(limit, debt, at, now) + granted, BudgetRules.BurstFits(limit, debt, at, now, units),
            units > limit ? $"The burst is {limit} units; ask for fewer at once." : "The burst refills continuously, wholly within an hour.");
    }

    private Refusal? Day(Charge charge, long limit, long units, long granted)
    {
        long day = BudgetRules.DayOf(now);
        int changed = connection.Execute("""
            UPDATE budget_counter SET day_used = (CASE WHEN day < @day THEN 0 ELSE day_used END) + @units, day = max(day, @day)
            WHERE entity = @top AND list = @List AND kind = @Kind AND (@units = 0 OR (CASE WHEN day < @day THEN 0 ELSE day_used END) + @units <= @limit)
            """, new { top, charge.List, charge.Kind, limit, units, day }, transaction);
        if (changed == 1)
        {
            return null;
        }
        (long counted, long used) = connection.QuerySingle<(long, long)>(
            "SELECT day, day_used FROM budget_counter WHERE entity = @top AND list = @List AND kind = @Kind", new { top, charge.List, charge.Kind }, transaction);
        return Exhausted(charge, "day", BudgetRules.DayRemaining(limit, counted, used, now) + granted, units > limit ? null : BudgetRules.NextDay(now),
            "The day begins anew at 00:00 UTC.");
    }

    private Refusal? Epoch(Charge charge, long limit, long units, long granted)
    {
        MakeEpochRow(charge);
        int changed = connection.Execute("""
            UPDATE budget_epoch_counter SET queried = queried + @units
            WHERE entity = @top AND list = @List AND kind = @Kind AND epoch = @Epoch AND (@units = 0 OR queried + @units <= @limit)
            """, new { top, charge.List, charge.Kind, charge.Epoch, limit, units }, transaction);
        return changed == 1 ? null : Exhausted(charge, "epoch", Math.Max(0, limit - Spent(charge, "queried")) + granted, null,
            $"Epoch {charge.Epoch} does not refill by time.");
    }

    private Refusal? Renewal(Charge charge)
    {
        long limit = BudgetLimits.Renewal(connection, transaction, top, charge.List, charge.Kind, charge.Epoch);
        MakeEpochRow(charge);
        int changed = connection.Execute("""
            UPDATE budget_epoch_counter SET renewed = renewed + @Units
            WHERE entity = @top AND list = @List AND kind = @Kind AND epoch = @Epoch AND renewed + @Units <= @limit
            """, new { top, charge.List, charge.Kind, charge.Epoch, charge.Units, limit }, transaction);
        return changed == 1 ? null : Exhausted(charge, "epoch", Math.Max(0, limit - Spent(charge, "renewed")), null,
            $"The renewal budget holds {BudgetRules.RenewalUnitsPerItem} units for each of your items that stand from epochs before {charge.Epoch}.");
    }

    private Refusal? HubWide(Charge charge)
    {
        connection.Execute("INSERT INTO budget_key_counter (list, kind, epoch) VALUES (@List, @Kind, @Epoch) ON CONFLICT DO NOTHING", charge, transaction);
        long limit = BudgetLimits.HubWide(connection, transaction, charge.List, charge.Kind, options.Policy);
        int changed = connection.Execute("""
            UPDATE budget_key_counter SET queried = queried + @Units WHERE list = @List AND kind = @Kind AND epoch = @Epoch AND queried + @Units <= @limit
            """, new { charge.List, charge.Kind, charge.Epoch, charge.Units, limit }, transaction);
        return changed == 1 ? null : Exhausted(charge, "hub", null, null, "All members together have spent what this epoch allows.");
    }

    private Refusal? Key(Charge charge)
    {
        connection.Execute("INSERT INTO budget_key_counter (list, kind, epoch) VALUES (@List, @Kind, @Epoch) ON CONFLICT DO NOTHING", charge, transaction);
        int changed = connection.Execute("""
            UPDATE budget_key_counter SET evaluated = evaluated + @Units WHERE list = @List AND kind = @Kind AND epoch = @Epoch AND evaluated + @Units <= @margin
            """, new { charge.List, charge.Kind, charge.Epoch, charge.Units, margin = BudgetRules.KeyMargin }, transaction);
        return changed == 1 ? null : Exhausted(charge, "key", null, null, "The key has done as much as is safe; the operator must open a new epoch.");
    }

    private void MakeEpochRow(Charge charge) => connection.Execute("""
        INSERT INTO budget_epoch_counter (entity, list, kind, epoch) VALUES (@top, @List, @Kind, @Epoch) ON CONFLICT DO NOTHING
        """, new { top, charge.List, charge.Kind, charge.Epoch }, transaction);

    private long Spent(Charge charge, string column) => connection.ExecuteScalar<long>(
        $"SELECT {column} FROM budget_epoch_counter WHERE entity = @top AND list = @List AND kind = @Kind AND epoch = @Epoch", new { top, charge.List, charge.Kind, charge.Epoch }, transaction);

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
