using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>All entities with the tops of their chains.</summary>
internal static class ListEntities
{
    public static async Task<IResult> HandleAsync(Store store, CancellationToken cancellationToken) => TypedResults.Json(
        await store.ReadAsync(static (connection, transaction) =>
        {
            IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
            return new EntitiesResponse([.. EntitySql.All(connection, transaction).Select(row =>
                new EntityResponse(row.Slug, row.Name, row.RegistryNumber, row.Parent, EntityChain.Top(parents, row.Slug), row.CreatedAt))]);
        }, cancellationToken), MembersJson.Default.EntitiesResponse);
}
