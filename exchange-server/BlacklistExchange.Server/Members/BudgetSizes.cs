using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Server.Members;

/// <summary>What an entity may spend on each list and kind, and how long a sweep would take on it.</summary>
internal static class BudgetSizes
{
    internal static IEnumerable<BudgetSizeLine> Of(DbConnection connection, DbTransaction transaction, string entity, PolicyOptions defaults)
    {
        string top = EntitySql.Top(connection, transaction, entity);
        foreach ((string list, string kinds, long epochDays) in BudgetScopeSql.Lists(connection, transaction))
        {
            foreach (string kind in kinds.Split(','))
            {
                IdentifierKinds.TryGetByName(kind, out IdentifierKind number);
                BudgetSize size = BudgetLimits.Of(connection, transaction, top, list, (int)number, defaults);
                yield return new BudgetSizeLine(list, kind, size.Burst, size.Day, size.Epoch, BudgetRules.YearsToSweep(kind, size, (int)epochDays));
            }
        }
    }
}
