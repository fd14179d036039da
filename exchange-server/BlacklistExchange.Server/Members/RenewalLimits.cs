using System.Data.Common;

namespace BlacklistExchange.Server.Members;

/// <summary>The same as <see cref="BudgetLimits.Renewal"/> for all entities of one list and epoch, with one look at its report items.</summary>
internal sealed class RenewalLimits
{
    private readonly Dictionary<(string, long), long> _byHand;
    private readonly Dictionary<(string, long), long> _standing;

    internal RenewalLimits(DbConnection connection, DbTransaction transaction, IReadOnlyDictionary<string, string> parents, string list, long epoch)
    {
        _byHand = SpendSql.RenewalsByHand(connection, transaction, list).ToDictionary(static row => (row.Entity, row.Kind), static row => row.Units);
        _standing = SpendSql.Standing(connection, transaction, list, epoch).GroupBy(row => (EntityChain.Top(parents, row.Entity), row.Kind))
            .ToDictionary(static of => of.Key, static of => of.Sum(static row => row.Units));
    }

    internal long Of(string top, long kind) => _byHand.TryGetValue((top, kind), out long byHand) ? byHand : BudgetRules.RenewalUnitsPerItem * _standing.GetValueOrDefault((top, kind));
}
