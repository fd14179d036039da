using System.Data.Common;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Lists;

/// <summary>One list, or all of them, with the whole policy, for the operator.</summary>
internal static class ShowList
{
    public static async Task<IResult> OneAsync(string list, Store store, CancellationToken cancellationToken) =>
        await store.ReadAsync((connection, transaction) => ListSql.Find(connection, transaction, list) is { } row ? Describe(connection, transaction, row) : null, cancellationToken) is { } found
            ? TypedResults.Json(found, ListsJson.Default.ListResponse)
            : new Refusal(ProblemTypes.NotFound, "There is no list of this name. See: bex-hub list show") { Field = "list" };

    public static async Task<IResult> AllAsync(Store store, CancellationToken cancellationToken) => TypedResults.Json(
        new AllListsResponse(await store.ReadAsync(static (connection, transaction) =>
            ListSql.All(connection, transaction).Select(row => Describe(connection, transaction, row)).ToList(), cancellationToken)),
        ListsJson.Default.AllListsResponse);

    internal static ListResponse Describe(DbConnection connection, DbTransaction transaction, ListRow row)
    {
        ListPolicy policy = new(ListSql.Ladder(connection, transaction, row.Name), ListSql.ExpiryDays(connection, transaction, row.Name), ListSql.Purposes(connection, transaction, row.Name));
        return new ListResponse(row.Name, row.Scope, row.KindNames, row.Sectors.Split(','), row.Suite, row.PolicyVersion, row.EpochDays, row.OverlapDays, row.ReleaseDelaySeconds,
            row.CreatedAt, PolicyRules.Write(policy));
    }
}
