using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Copies;

/// <summary>Asks an SQLite database what tables it has.</summary>
internal static class SchemaSql
{
    internal sealed record ColumnRow(string Name, string Type, long Key);

    internal static IReadOnlyList<string> Tables(DbConnection connection) =>
        connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name").AsList();

    internal static IReadOnlyList<ColumnRow> Columns(DbConnection connection, string table) =>
        connection.Query<ColumnRow>("SELECT name AS Name, type AS Type, pk AS Key FROM pragma_table_info(@table) ORDER BY cid", new { table }).AsList();

    internal static IReadOnlyList<string> Parents(DbConnection connection, string table) =>
        connection.Query<string>("""SELECT DISTINCT "table" FROM pragma_foreign_key_list(@table) WHERE "table" <> @table""", new { table }).AsList();

    /// <summary>Runs a migration.</summary>
    internal static void Apply(DbConnection connection, string script) => connection.Execute(script);
}
