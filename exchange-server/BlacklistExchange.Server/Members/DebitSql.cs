using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>The guarded UPDATEs of one request's debits, each of which says whether its counter sufficed. The caller's transaction keeps all of them or none.</summary>
internal sealed class DebitSql(DbConnection connection, DbTransaction transaction, string top, long now)
{
    /// <summary>Seconds for which the burst has refilled; no longer than <see cref="BudgetRules.LongestRefill"/>, so that the product stays within 64 bits.</summary>
    private const string Refilled = "(CASE WHEN @now <= burst_at THEN 0 WHEN @now - burst_at > 67108864 THEN 67108864 ELSE @now - burst_at END)";

    /// <summary>What is left of the debt now.</summary>
    private const string Debt = $"(CASE WHEN burst_debt > @limit * {Refilled} THEN burst_debt - @limit * {Refilled} ELSE 0 END)";

    /// <summary>Grants with units left, the soonest to end first.</summary>
    internal IReadOnlyList<(long Id, long Free)> Grants(string list, int kind) => connection.Query<(long, long)>("""
        SELECT id, units - used FROM budget_grant
        WHERE entity = @top AND list = @list AND kind = @kind AND until > @now AND used < units ORDER BY until, id
        """, new { top, list, kind, now }, transaction).AsList();

    internal bool TakeGrant(long id, long units) =>
        connection.Execute("UPDATE budget_grant SET used = used + @units WHERE id = @id AND used + @units <= units", new { id, units }, transaction) == 1;

    internal bool TakeBurst(Charge charge, long limit, long units)
    {
        connection.Execute("INSERT INTO budget_counter (entity, list, kind) VALUES (@top, @List, @Kind) ON CONFLICT DO NOTHING", new { top, charge.List, charge.Kind }, transaction);
        return connection.Execute($"""
            UPDATE budget_counter SET burst_debt = {Debt} + @units * 3600, burst_at = CASE WHEN burst_at < @now THEN @now ELSE burst_at END
            WHERE entity = @top AND list = @List AND kind = @Kind AND (@units = 0 OR {Debt} + @units * 3600 <= @limit * 3600)
            """, new { top, charge.List, charge.Kind, limit, units, now }, transaction) == 1;
    }

    internal bool TakeDay(Charge charge, long limit, long units) => connection.Execute("""
        UPDATE budget_counter SET day_used = (CASE WHEN day < @day THEN 0 ELSE day_used END) + @units, day = CASE WHEN day < @day THEN @day ELSE day END
        WHERE entity = @top AND list = @List AND kind = @Kind AND (@units = 0 OR (CASE WHEN day < @day THEN 0 ELSE day_used END) + @units <= @limit)
        """, new { top, charge.List, charge.Kind, limit, units, day = BudgetRules.DayOf(now) }, transaction) == 1;

    internal bool TakeEpoch(Charge charge, long limit, long units)
    {
        MakeEpochRow(charge);
        return connection.Execute("""
            UPDATE budget_epoch_counter SET queried = queried + @units
            WHERE entity = @top AND list = @List AND kind = @Kind AND epoch = @Epoch AND (@units = 0 OR queried + @units <= @limit)
            """, new { top, charge.List, charge.Kind, charge.Epoch, limit, units }, transaction) == 1;
    }

    internal bool TakeRenewal(Charge charge, long limit)
    {
        MakeEpochRow(charge);
        return connection.Execute("""
            UPDATE budget_epoch_counter SET renewed = renewed + @Units
            WHERE entity = @top AND list = @List AND kind = @Kind AND epoch = @Epoch AND renewed + @Units <= @limit
            """, new { top, charge.List, charge.Kind, charge.Epoch, charge.Units, limit }, transaction) == 1;
    }

    internal bool TakeHubWide(Charge charge, long limit)
    {
        MakeKeyRow(charge);
        return connection.Execute("""
            UPDATE budget_key_counter SET queried = queried + @Units WHERE list = @List AND kind = @Kind AND epoch = @Epoch AND queried + @Units <= @limit
            """, new { charge.List, charge.Kind, charge.Epoch, charge.Units, limit }, transaction) == 1;
    }

    internal bool TakeKey(Charge charge, long margin)
    {
        MakeKeyRow(charge);
        return connection.Execute("""
            UPDATE budget_key_counter SET evaluated = evaluated + @Units WHERE list = @List AND kind = @Kind AND epoch = @Epoch AND evaluated + @Units <= @margin
            """, new { charge.List, charge.Kind, charge.Epoch, charge.Units, margin }, transaction) == 1;
    }

    private void MakeEpochRow(Charge charge) => connection.Execute("""
        INSERT INTO budget_epoch_counter (entity, list, kind, epoch) VALUES (@top, @List, @Kind, @Epoch) ON CONFLICT DO NOTHING
        """, new { top, charge.List, charge.Kind, charge.Epoch }, transaction);

    private void MakeKeyRow(Charge charge) =>
        connection.Execute("INSERT INTO budget_key_counter (list, kind, epoch) VALUES (@List, @Kind, @Epoch) ON CONFLICT DO NOTHING", charge, transaction);
}
