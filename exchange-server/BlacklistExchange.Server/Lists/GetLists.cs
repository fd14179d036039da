using System.Data.Common;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Lists;

/// <summary>The lists a member may use, and what it may do with each.</summary>
internal static class GetLists
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Member member = context.GetMember();
        IReadOnlyList<ListInfo> lists = await store.ReadAsync((connection, transaction) => ListSql.All(connection, transaction)
            .Where(row => PurposeRules.MayUse(row.Sectors, member.Role, member.Sector))
            .Select(row => Describe(connection, transaction, row, member)).ToList(), context.RequestAborted);
        return TypedResults.Json(new ListsResponse(options.Exchange, time.GetUtcNow().ToUnixTimeSeconds(), lists), WireJson.Default.ListsResponse);
    }

    private static ListInfo Describe(DbConnection connection, DbTransaction transaction, ListRow row, Member member) => new(
        row.Name, row.Scope, (int)row.PolicyVersion, row.KindNames,
        PurposeRules.AllowedFor(ListSql.Purposes(connection, transaction, row.Name), member.Role, member.Sector, row.KindNames), row.ReleaseDelaySeconds,
        [.. ListSql.Ladder(connection, transaction, row.Name).Select(PolicyRules.Rule)]);
}
