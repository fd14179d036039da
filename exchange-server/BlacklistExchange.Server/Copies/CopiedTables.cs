using System.Data.Common;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Copies;

/// <summary>
/// Which tables a copy carries: all that the migrations make, found by running them in an empty database in memory, since both engines end with the same tables. The store's own
/// (what was migrated, marks of commits) are made anew where the rows arrive.
/// </summary>
internal static class CopiedTables
{
    /// <summary>The tables of a schema, parents first.</summary>
    /// <param name="migrations">Numbers of the migrations that were applied.</param>
    public static IReadOnlyList<CopiedTable> Of(IReadOnlySet<long> migrations)
    {
        using DbConnection connection = StoreConnection.OpenWriter(":memory:");
        foreach (Migrations.Script script in Migrations.Embedded(new SqliteEngine(":memory:")).Where(script => migrations.Contains(script.Number)))
        {
            SchemaSql.Apply(connection, script.Sql);
        }
        return Ordered([.. SchemaSql.Tables(connection).Select(name => Describe(connection, name))]);
    }

    private static CopiedTable Describe(DbConnection connection, string name)
    {
        IReadOnlyList<SchemaSql.ColumnRow> columns = SchemaSql.Columns(connection, name);
        return new CopiedTable(name, [.. columns.Select(static column => new CopiedColumn(column.Name, Enum.Parse<ColumnType>(column.Type, ignoreCase: true)))],
            [.. columns.Where(static column => column.Key > 0).OrderBy(static column => column.Key).Select(static column => column.Name)], SchemaSql.Parents(connection, name));
    }

    private static List<CopiedTable> Ordered(List<CopiedTable> rest)
    {
        List<CopiedTable> ordered = [];
        while (rest.Count > 0)
        {
            CopiedTable next = rest.First(table => table.Parents.All(parent => ordered.Any(before => before.Name == parent)));
            ordered.Add(next);
            rest.Remove(next);
        }
        return ordered;
    }
}
