using BlacklistExchange.Server.Tests.Engines;
using Dapper;
using System.Data.Common;

namespace BlacklistExchange.Server.Tests.Copies;

public sealed class CopiedTablesTests
{
    /// <summary>The store makes these itself wherever rows arrive.</summary>
    private static readonly string[] Own = ["migration", "commit_mark"];

    [Fact]
    public void Carries_every_column_of_every_table_of_sqlite()
    {
        using TestDatabase database = TestDatabase.Migrated(null);
        using DbConnection connection = database.Engine.OpenReader();
        Assert.Equal(connection.Query<string>("""
            SELECT s.name || '.' || c.name || ' ' || c.type FROM sqlite_schema AS s, pragma_table_info(s.name) AS c WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite|_%' ESCAPE '|' AND s.name NOT IN @Own
            """, new { Own }).Order(StringComparer.Ordinal), Carried());
    }

    [PostgresFact]
    public void Carries_every_column_of_every_table_of_postgres()
    {
        using TestDatabase database = TestDatabase.Migrated(PostgresCluster.Shared);
        using DbConnection connection = database.Engine.OpenReader();
        Assert.Equal(connection.Query<string>("""
            SELECT table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'bytea' THEN 'BLOB' ELSE data_type END
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> ALL(@Own)
            """, new { Own }).Order(StringComparer.Ordinal), Carried());
    }

    [Fact]
    public void Keeps_parents_before_what_refers_to_them()
    {
        string[] order = [.. FullHub.Tables.Select(static table => table.Name)];
        Assert.Distinct(order);
        Assert.True(Array.IndexOf(order, "entity") < Array.IndexOf(order, "member") && Array.IndexOf(order, "report") < Array.IndexOf(order, "report_item"));
        Assert.All(FullHub.Tables, table => Assert.NotEmpty(table.Key));
    }

    /// <summary>A table without a row would prove nothing in the round trips: a new one gets its row in <see cref="FullHub"/>.</summary>
    [Fact]
    public async Task Keeps_a_row_in_nearly_every_table_for_the_round_trips()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        string[] empty = [.. hub.Digests().Where(static table => table.Rows == 0).Select(static table => table.Table)];
        Assert.True(empty.Length < 6, string.Join(", ", empty));
    }

    private static IEnumerable<string> Carried() =>
        FullHub.Tables.SelectMany(static table => table.Columns.Select(column => $"{table.Name}.{column.Name} {column.Type.ToString().ToUpperInvariant()}")).Order(StringComparer.Ordinal);
}
