using System.Data.Common;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>Both engines in every run, whichever the rest of the suite runs on.</summary>
public sealed class EnginesTests
{
    private sealed record Column(string Table, string Name, string Type, bool Nullable, long Key);

    private sealed record Reference(string Table, string Columns, string Target);

    [Fact]
    public Task Keeps_and_returns_on_sqlite() => KeepAsync(TestDatabase.Migrated(null));

    [PostgresFact]
    public Task Keeps_and_returns_on_postgres() => KeepAsync(TestDatabase.Migrated(PostgresCluster.Shared));

    /// <summary>The suite runs where it was told to run: CI counts on it.</summary>
    [Fact]
    public void Runs_on_the_engine_that_was_asked_for()
    {
        using TestDatabase database = TestDatabase.Empty();
        string version = database.Scalar<string>(TestDatabase.IsPostgres ? "SELECT version()" : "SELECT 'SQLite ' || sqlite_version()");
        Assert.StartsWith(TestDatabase.IsPostgres ? "PostgreSQL" : "SQLite", version, StringComparison.Ordinal);
    }

    /// <summary>Tables, columns, types, what may be null, primary and foreign keys, and indexes.</summary>
    [PostgresFact]
    public void Ends_with_the_same_schema_on_both()
    {
        using TestDatabase sqlite = TestDatabase.Migrated(null);
        using TestDatabase postgres = TestDatabase.Migrated(PostgresCluster.Shared);
        List<Column> columns = Rows<Column>(sqlite, """
            SELECT t.name AS "Table", c.name AS Name, c.type AS Type, c."notnull" = 0 AND c.pk = 0 AS Nullable, c.pk AS "Key"
            FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.name
            """, static row => new Column((string)row.Table, (string)row.Name, (string)row.Type, (long)row.Nullable == 1, (long)row.Key));
        Assert.Contains(columns, static column => column.Table == "budget_epoch_counter" && column.Key == 4);
        Assert.Equal(columns, Rows<Column>(postgres, """
            SELECT c.table_name::text AS "Table", c.column_name::text AS "Name",
                   CASE c.data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'bytea' THEN 'BLOB' ELSE c.data_type END::text AS "Type",
                   c.is_nullable = 'YES' AS "Nullable", coalesce(k.ordinal_position, 0)::bigint AS "Key"
            FROM information_schema.columns AS c
            LEFT JOIN information_schema.table_constraints AS p ON p.table_name = c.table_name AND p.table_schema = 'public' AND p.constraint_type = 'PRIMARY KEY'
            LEFT JOIN information_schema.key_column_usage AS k ON k.constraint_name = p.constraint_name AND k.table_name = c.table_name AND k.column_name = c.column_name
            WHERE c.table_schema = 'public' AND c.table_name <> 'commit_mark' ORDER BY c.table_name::text, c.column_name::text
            """, static row => new Column((string)row.Table, (string)row.Name, (string)row.Type, (bool)row.Nullable, (long)row.Key)));
        List<Reference> references = Rows<Reference>(sqlite, """
            SELECT t.name AS "Table", group_concat(f."from") AS Columns, f."table" AS Target
            FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' GROUP BY t.name, f.id, f."table" ORDER BY 1, 2
            """, static row => new Reference((string)row.Table, (string)row.Columns, (string)row.Target));
        Assert.Contains(references, static reference => reference.Columns.Contains(','));
        Assert.Equal(references, Rows<Reference>(postgres, """
            SELECT r.conrelid::regclass::text AS "Table", string_agg(a.attname::text, ',' ORDER BY k.place) AS "Columns", r.confrelid::regclass::text AS "Target"
            FROM pg_constraint AS r CROSS JOIN LATERAL unnest(r.conkey) WITH ORDINALITY AS k (number, place)
            JOIN pg_attribute AS a ON a.attrelid = r.conrelid AND a.attnum = k.number
            WHERE r.contype = 'f' GROUP BY r.oid, r.conrelid, r.confrelid ORDER BY 1, 2
            """, static row => new Reference((string)row.Table, (string)row.Columns, (string)row.Target)));
        Assert.Equal(
            Rows<string>(sqlite, "SELECT name || CASE WHEN sql LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END AS Name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1", static row => (string)row.Name),
            Rows<string>(postgres, """
                SELECT i.indexrelid::regclass::text || CASE WHEN i.indisunique THEN ' unique' ELSE '' END AS "Name" FROM pg_index AS i
                JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid) ORDER BY 1
                """, static row => (string)row.Name));
    }

    private static async Task KeepAsync(TestDatabase made)
    {
        using TestDatabase database = made;
        using Store store = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        await store.WriteAsync(static (connection, transaction) => connection.Execute(
            "INSERT INTO member_declared (member, kind, per_day) VALUES (@member, @kind, @perDay)", new { member = "übermäßig", kind = 2, perDay = 7L }, transaction), CancellationToken.None);
        await Assert.ThrowsAnyAsync<DbException>(() => store.WriteAsync(static (connection, transaction) => connection.Execute(
            "INSERT INTO member_declared (member, kind, per_day) VALUES ('b', 256, 1)", transaction: transaction), CancellationToken.None));
        Assert.Equal([("übermäßig", 2L, 7L)], store.Read(static (connection, transaction) =>
            connection.Query<(string, long, long)>("SELECT member, kind, per_day FROM member_declared", transaction: transaction).ToList()));
    }

    private static List<T> Rows<T>(TestDatabase database, string sql, Func<dynamic, T> make)
    {
        using DbConnection connection = database.Engine.OpenReader();
        return [.. connection.Query(sql).Select(row => (T)make(row))];
    }
}
