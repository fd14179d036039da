using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>Budgets of one entity's family, or of all, with the hub-wide ones, for the operator.</summary>
internal static class ShowBudgets
{
    public static async Task<IResult> HandleAsync(string? entity, string? list, Store store, HubOptions options, TimeProvider time, CancellationToken cancellationToken) => TypedResults.Json(
        await store.ReadAsync((connection, transaction) =>
        {
            BudgetStates states = new(connection, transaction, options.Policy, time.GetUtcNow().ToUnixTimeSeconds());
            IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
            string[] tops = entity is null
                ? [.. MemberSql.All(connection, transaction).Select(member => EntityChain.Top(parents, member.Entity)).Distinct().Order()]
                : [EntityChain.Top(parents, entity)];
            BudgetScopeSql.OpenEpoch[] epochs = [.. states.LiveEpochs().Where(open => list is null || open.List == list)];
            return new BudgetsResponse([.. tops.SelectMany(top => epochs.SelectMany(open => states.OfEntity(top, open)))], [.. epochs.SelectMany(states.OfHub)]);
        }, cancellationToken), MembersJson.Default.BudgetsResponse);
}
