using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>Every statement on entity.</summary>
internal static class EntitySql
{
    internal static EntityRow? Find(DbConnection connection, DbTransaction transaction, string slug) => connection.QuerySingleOrDefault<EntityRow>(
        "SELECT slug AS Slug, name AS Name, registry_number AS RegistryNumber, parent AS Parent, created_at AS CreatedAt FROM entity WHERE slug = @slug", new { slug }, transaction);

    internal static IReadOnlyList<EntityRow> All(DbConnection connection, DbTransaction transaction) => connection.Query<EntityRow>(
        "SELECT slug AS Slug, name AS Name, registry_number AS RegistryNumber, parent AS Parent, created_at AS CreatedAt FROM entity ORDER BY slug", transaction: transaction).AsList();

    internal static IReadOnlyDictionary<string, string> Parents(DbConnection connection, DbTransaction transaction) =>
        connection.Query<(string Slug, string Parent)>("SELECT slug, parent FROM entity WHERE parent IS NOT NULL", transaction: transaction)
            .ToDictionary(static row => row.Slug, static row => row.Parent);

    /// <summary>The top of the chain that an entity stands in.</summary>
    internal static string Top(DbConnection connection, DbTransaction transaction, string slug) => connection.ExecuteScalar<string>("""
        WITH RECURSIVE up (slug, parent, depth) AS (
            SELECT slug, parent, 0 FROM entity WHERE slug = @slug
            UNION ALL SELECT above.slug, above.parent, depth + 1 FROM entity AS above JOIN up ON above.slug = up.parent WHERE depth < 64)
        SELECT slug FROM up ORDER BY depth DESC LIMIT 1
        """, new { slug }, transaction) ?? slug;

    internal static void Insert(DbConnection connection, DbTransaction transaction, EntityRow row) => connection.Execute(
        "INSERT INTO entity (slug, name, registry_number, parent, created_at) VALUES (@Slug, @Name, @RegistryNumber, @Parent, @CreatedAt)", row, transaction);

    internal static void SetParent(DbConnection connection, DbTransaction transaction, string slug, string parent) =>
        connection.Execute("UPDATE entity SET parent = @parent WHERE slug = @slug", new { slug, parent }, transaction);
}
