using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlacklistExchange.Server.Copies;

/// <summary>
/// The statements of the row copier. They are the only ones that write another slice's tables: whole, into a database in which nothing has ever run. Names come from the migrations,
/// never from a file.
/// </summary>
internal static class RowsSql
{
    /// <summary>A reader of every row in the order of the key.</summary>
    internal static DbDataReader Read(DbConnection connection, DbTransaction transaction, CopiedTable table)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {Columns(table)} FROM {table.Name} ORDER BY {string.Join(", ", table.Key)}";
        command.CommandTimeout = 0;
        return command.ExecuteReader();
    }

    internal static long Count(DbConnection connection, DbTransaction transaction, CopiedTable table) =>
        connection.ExecuteScalar<long>($"SELECT count(*) FROM {table.Name}", transaction: transaction, commandTimeout: 0);

    internal static bool HasRows(DbConnection connection, DbTransaction transaction, string table) =>
        connection.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 FROM {table})", transaction: transaction);

    /// <summary>One row, for SQLite.</summary>
    internal static string Insert(CopiedTable table) =>
        $"INSERT INTO {table.Name} ({Columns(table)}) VALUES ({string.Join(", ", table.Columns.Select(static (_, index) => $"?{index + 1}"))})";

    /// <summary>A stream of rows, for PostgreSQL.</summary>
    internal static string Import(CopiedTable table) => $"COPY {table.Name} ({Columns(table)}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Lets rows of one table refer to each other in any order, and keeps the pages at which the indexes grow at hand: 128 MiB.</summary>
    internal static void Prepare(DbConnection connection)
    {
        if (connection is SqliteConnection)
        {
            connection.Execute("PRAGMA defer_foreign_keys=ON; PRAGMA cache_size=-131072;");
        }
    }

    /// <summary>Numbers that PostgreSQL gives out go on after the greatest; SQLite sees to it by itself.</summary>
    internal static void ContinueNumbers(DbConnection connection, DbTransaction transaction, CopiedTable table)
    {
        if (connection is NpgsqlConnection && table.Key is [var key] && table.Columns.Single(column => column.Name == key).Type == ColumnType.Integer)
        {
            connection.Execute($"SELECT setval(pg_get_serial_sequence(@table, @key), greatest(coalesce(max({key}), 1), 1), max({key}) IS NOT NULL) FROM {table.Name}", new { table = table.Name, key }, transaction);
        }
    }

    private static string Columns(CopiedTable table) => string.Join(", ", table.Columns.Select(static column => column.Name));
}
