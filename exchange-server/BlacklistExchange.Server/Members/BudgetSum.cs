using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// What all entities may spend together must fit the hub-wide budget of each list and kind: else the first to spend starves the others. Call it at the end of a
/// transaction that enrols, links or sets, and roll back when it refuses.
/// </summary>
internal static class BudgetSum
{
    internal static Refusal? RefuseExcess(DbConnection connection, DbTransaction transaction, PolicyOptions defaults)
    {
        foreach ((string list, string kinds, _) in BudgetScopeSql.Lists(connection, transaction))
        {
            IReadOnlyList<string> tops = Users(connection, transaction, list);
            foreach (string kind in kinds.Split(','))
            {
                IdentifierKinds.TryGetByName(kind, out IdentifierKind number);
                long sum = tops.Sum(top => BudgetLimits.Of(connection, transaction, top, list, (int)number, defaults).Epoch);
                long hubWide = BudgetLimits.HubWide(connection, transaction, list, (int)number, defaults);
                if (sum > hubWide)
                {
                    return new Refusal(ProblemTypes.BudgetSumExceeded, $"List '{list}', kind '{kind}': {tops.Count} entities would hold {sum:N0} units an epoch, and the hub-wide budget is {hubWide:N0}. "
                        + $"Declare less, set smaller budgets, or raise it: bex-hub budget set --list {list} --kind {kind} --hub-wide {sum} --reason …");
                }
            }
        }
        return null;
    }

    /// <summary>Top entities with a member that may use the list.</summary>
    private static IReadOnlyList<string> Users(DbConnection connection, DbTransaction transaction, string list)
    {
        IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
        return [.. BudgetScopeSql.Users(connection, transaction, list).Select(entity => EntityChain.Top(parents, entity)).Distinct()];
    }
}
