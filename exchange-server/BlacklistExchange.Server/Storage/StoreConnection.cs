using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>Opens SQLite connections with the pragmas on which durability and isolation rest.</summary>
internal static class StoreConnection
{
    /// <summary>
    /// WAL and synchronous=FULL: a commit has returned only when its WAL frames are on the disk. secure_delete: a destroyed salt does not linger in a
    /// free page.
    /// </summary>
    public static SqliteConnection OpenWriter(string path)
    {
        SqliteConnection connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        Execute(connection, """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
            PRAGMA busy_timeout=2000; PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON;
            """);
        return connection;
    }

    public static SqliteConnection OpenReader(string path)
    {
        SqliteConnection connection = Open(path, SqliteOpenMode.ReadOnly);
        Execute(connection, "PRAGMA query_only=ON; PRAGMA busy_timeout=2000; PRAGMA trusted_schema=OFF;");
        return connection;
    }

    public static void MakeOwnTables(SqliteConnection connection) => Execute(connection, """
        CREATE TABLE IF NOT EXISTS migration (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT;
        """);

    public static bool HasOwnTables(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'";
        return (long)command.ExecuteScalar()! > 0;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnectionStringBuilder settings = new() { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 };
        CachingConnection connection = new(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
