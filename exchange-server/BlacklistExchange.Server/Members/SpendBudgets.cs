using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// Counts every budget of today and of every live epoch as spent, for all entities: a restored database has forgotten how much of it was. Counters only rise. What the budgets of a key
/// could still have paid for when the backup was taken counts as evaluated by the key too, since it may have been (spec/protocol.md §3.4).
/// </summary>
internal sealed class SpendBudgets
{
    private readonly List<SpendSql.DayRow> _days = [];
    private readonly List<SpendSql.EpochRow> _epochs = [];
    private readonly List<SpendSql.KeyRow> _keys = [];
    private readonly long _now;
    private readonly long _grants;

    private SpendBudgets(DbConnection connection, DbTransaction transaction, PolicyOptions defaults, long now)
    {
        _now = now;
        _grants = SpendSql.GrantsLeft(connection, transaction, now);
        IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
        string[] tops = [.. EntitySql.All(connection, transaction).Select(static entity => entity.Slug).Where(slug => !parents.ContainsKey(slug))];
        AllBudgetSizes sizes = new(connection, transaction, defaults);
        foreach ((string list, string kinds, _) in BudgetScopeSql.Lists(connection, transaction))
        {
            _days.AddRange(tops.SelectMany(top => Numbers(kinds).Select(kind => new SpendSql.DayRow(top, list, kind, sizes.Of(top, list, kind).Day))));
        }
        foreach (BudgetScopeSql.OpenEpoch open in BudgetScopeSql.LiveEpochs(connection, transaction, now))
        {
            RenewalLimits renewals = new(connection, transaction, parents, open.List, open.Epoch);
            foreach (int kind in Numbers(open.Kinds))
            {
                SpendSql.EpochRow[] rows = [.. tops.Select(top => new SpendSql.EpochRow(top, open.List, kind, open.Epoch, sizes.Of(top, open.List, kind).Epoch, renewals.Of(top, kind)))];
                _epochs.AddRange(rows);
                _keys.Add(Key(connection, transaction, rows, open, kind, BudgetLimits.HubWide(connection, transaction, open.List, kind, defaults)));
            }
        }
    }

    /// <summary>How many there are.</summary>
    internal SpentBudgets Count => new(_days.Count, _epochs.Count, _keys.Count, _keys.Count(static key => key.Evaluated >= BudgetRules.KeyMargin), _grants);

    /// <summary>Reads what is to be counted; changes nothing.</summary>
    internal static SpendBudgets Plan(DbConnection connection, DbTransaction transaction, PolicyOptions defaults, long now) => new(connection, transaction, defaults, now);

    internal void Write(DbConnection connection, DbTransaction transaction)
    {
        SpendSql.Days(connection, transaction, _days, BudgetRules.DayOf(_now));
        SpendSql.Epochs(connection, transaction, _epochs);
        SpendSql.Keys(connection, transaction, _keys);
        SpendSql.Grants(connection, transaction, _now);
    }

    private static SpendSql.KeyRow Key(DbConnection connection, DbTransaction transaction, IReadOnlyList<SpendSql.EpochRow> rows, BudgetScopeSql.OpenEpoch open, int kind, long hubWide)
    {
        (long queried, long evaluated) = BudgetSql.KeyCounter(connection, transaction, open.List, kind, open.Epoch);
        long renewals = rows.Where(static row => row.Renewed > 0).Sum(row => Math.Max(0, row.Renewed - BudgetSql.EpochCounter(connection, transaction, row.Entity, open.List, kind, open.Epoch).Renewed));
        // A limit is at most the margin, and an operator's numbers stay far below 64 bits.
        long lost = Math.Max(0, hubWide - queried) + renewals;
        return new SpendSql.KeyRow(open.List, kind, open.Epoch, hubWide, Math.Min(BudgetRules.KeyMargin, evaluated + lost));
    }

    private static IEnumerable<int> Numbers(string kinds) => kinds.Split(',').Select(static name => IdentifierKinds.TryGetByName(name, out IdentifierKind kind) ? (int)kind : 0).Where(static kind => kind > 0);
}
