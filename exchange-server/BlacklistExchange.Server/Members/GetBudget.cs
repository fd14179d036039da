using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>What remains of the budgets that a member's whole family shares.</summary>
internal static class GetBudget
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Member member = context.GetMember();
        BudgetResponse response = await store.ReadAsync((connection, transaction) =>
        {
            BudgetStates states = new(connection, transaction, options.Policy, time.GetUtcNow().ToUnixTimeSeconds());
            string top = EntitySql.Top(connection, transaction, member.Entity);
            return new BudgetResponse(top, [.. states.LiveEpochs()
                .Where(open => MayUse(open.Sectors, member))
                .SelectMany(open => states.OfEntity(top, open)).Select(BudgetStates.Line)]);
        }, context.RequestAborted);
        return TypedResults.Json(response, WireJson.Default.BudgetResponse);
    }

    private static bool MayUse(string sectors, Member member) =>
        member.Role == Member.RegulatorRole || sectors == "*" || sectors.Split(',').Contains(member.Sector);
}
