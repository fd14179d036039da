using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Members;

/// <summary>Whose budget on which list and kind an operator means; no <see cref="Top"/> = hub-wide.</summary>
internal sealed record BudgetTarget(string? Top, string List, int Kind, string KindName)
{
    public string Name => $"budget/{Top ?? "hub"}/{List}/{KindName}";

    internal static Outcome<BudgetTarget> Find(DbConnection connection, DbTransaction transaction, string list, string kind, string? entity)
    {
        string? kinds = BudgetScopeSql.KindsOf(connection, transaction, list);
        if (kinds is null)
        {
            return new Refusal(ProblemTypes.NotFound, $"There is no list '{list}'. See: bex-hub list show") { Field = "list" };
        }
        if (!kinds.Split(',').Contains(kind) || !IdentifierKinds.TryGetByName(kind, out IdentifierKind number))
        {
            return new Refusal(ProblemTypes.NotFound, $"List '{list}' has the kinds {kinds.Replace(",", ", ", StringComparison.Ordinal)}.") { Field = "kind" };
        }
        return entity is not null && EntitySql.Find(connection, transaction, entity) is null
            ? new Refusal(ProblemTypes.NotFound, $"There is no entity '{entity}'. See: bex-hub entity list") { Field = "entity" }
            : new BudgetTarget(entity is null ? null : EntitySql.Top(connection, transaction, entity), list, (int)number, kind);
    }

    internal BudgetsResponse Describe(BudgetStates states)
    {
        BudgetScopeSql.OpenEpoch[] epochs = [.. states.LiveEpochs().Where(open => open.List == List)];
        return new BudgetsResponse(
            Top is null ? [] : [.. epochs.SelectMany(open => states.OfEntity(Top, open)).Where(budget => budget.Kind == KindName)],
            [.. epochs.SelectMany(states.OfHub).Where(budget => budget.Kind == KindName)]);
    }
}
