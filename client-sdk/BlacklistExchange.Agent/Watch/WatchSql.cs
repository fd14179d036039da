using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Watch;

/// <summary>Every statement about <c>watched</c> and <c>matched</c>.</summary>
internal static class WatchSql
{
    /// <summary>A watch that begins anew has a new number, so that whoever matches the old one finds it gone.</summary>
    public static void Put(SqliteConnection connection, byte[] name, byte[] whole, long listSequence)
    {
        Remove(connection, name);
        connection.Execute("INSERT INTO watched (name, whole, list_sequence) VALUES (@name, @whole, @listSequence)", new { name, whole, listSequence });
    }

    public static bool Exists(SqliteConnection connection, byte[] name) => connection.ExecuteScalar<long>("SELECT count(*) FROM watched WHERE name = @name", new { name }) > 0;

    public static bool Update(SqliteConnection connection, long number, byte[] whole, long listSequence) =>
        connection.Execute("UPDATE watched SET whole = @whole, list_sequence = @listSequence WHERE number = @number", new { number, whole, listSequence }) == 1;

    public static bool Remove(SqliteConnection connection, byte[] name) => connection.Execute("DELETE FROM watched WHERE name = @name", new { name }) > 0;

    /// <summary>The next ones after a number.</summary>
    public static IReadOnlyList<(long Number, byte[] Name, byte[] Whole, long ListSequence)> After(SqliteConnection connection, long number, int limit) =>
        [.. connection.Query<(long, byte[], byte[], long)>("SELECT number, name, whole, list_sequence FROM watched WHERE number > @number ORDER BY number LIMIT @limit", new { number, limit })];

    public static long CountRows(SqliteConnection connection) => connection.ExecuteScalar<long>("SELECT count(*) FROM watched");

    /// <summary>Which list was matched last, and through which number.</summary>
    public static (string Content, long Through)? Matched(SqliteConnection connection) =>
        connection.Query<(string, long)>("SELECT content, through FROM matched").Select(static row => ((string, long)?)row).SingleOrDefault();

    public static void SetMatched(SqliteConnection connection, string content, long through, long now) =>
        connection.Execute("INSERT OR REPLACE INTO matched (one, content, through, at) VALUES (1, @content, @through, @now)", new { content, through, now });
}
