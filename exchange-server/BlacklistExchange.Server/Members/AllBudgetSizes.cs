using System.Data.Common;

namespace BlacklistExchange.Server.Members;

/// <summary>The same as <see cref="BudgetLimits.Of"/> for all entities, read set by set: a statement each, whatever the number of members.</summary>
internal sealed class AllBudgetSizes
{
    private readonly PolicyOptions _defaults;
    private readonly Dictionary<(string, long), long> _declared;
    private readonly Dictionary<(string, string, long), BudgetUseSql.LimitRow> _limits;

    internal AllBudgetSizes(DbConnection connection, DbTransaction transaction, PolicyOptions defaults)
    {
        _defaults = defaults;
        IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
        _declared = BudgetUseSql.Declared(connection, transaction).GroupBy(row => (EntityChain.Top(parents, row.Entity), row.Kind)).ToDictionary(static of => of.Key, static of => of.Sum(static row => row.PerDay));
        _limits = BudgetUseSql.Limits(connection, transaction).ToDictionary(static row => (row.Entity, row.List, row.Kind));
    }

    internal BudgetSize Of(string top, string list, long kind)
    {
        BudgetSize declared = BudgetRules.SizeFor(_declared.GetValueOrDefault((top, kind)), _defaults);
        BudgetUseSql.LimitRow? byHand = _limits.GetValueOrDefault((top, list, kind));
        return new BudgetSize(declared.Burst, byHand?.Day ?? declared.Day, byHand?.Epoch ?? declared.Epoch);
    }
}
