using System.Data.Common;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>All members with their certificates.</summary>
internal static class ListMembers
{
    public static async Task<IResult> HandleAsync(Store store, CancellationToken cancellationToken) => TypedResults.Json(
        await store.ReadAsync(static (connection, transaction) =>
            new MembersResponse([.. MemberSql.All(connection, transaction).Select(row => Describe(connection, transaction, row))]), cancellationToken),
        MembersJson.Default.MembersResponse);

    internal static MemberResponse Describe(DbConnection connection, DbTransaction transaction, MemberSql.Row row) => new(
        row.Slug, row.Entity, EntitySql.Top(connection, transaction, row.Entity), row.Role, row.Sector, row.Status, row.CreatedAt,
        MemberSql.Declared(connection, transaction, row.Slug), MemberSql.Certificates(connection, transaction, row.Slug));
}
