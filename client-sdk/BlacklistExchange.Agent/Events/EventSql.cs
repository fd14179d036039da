using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Events;

/// <summary>Every statement about <c>event</c>.</summary>
internal static class EventSql
{
    /// <summary>The next sequence; no number comes twice, also after everything was removed. Only within the transaction that inserts it.</summary>
    public static long Next(SqliteConnection connection) => 1 + (connection.ExecuteScalar<long?>("SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0);

    public static void Insert(SqliteConnection connection, long sequence, byte[] whole, long now) =>
        connection.Execute("INSERT INTO event (sequence, whole, stored_at) VALUES (@sequence, @whole, @now)", new { sequence, whole, now });

    public static IReadOnlyList<(long Sequence, byte[] Whole, long StoredAt)> After(SqliteConnection connection, long sequence, int limit) =>
        [.. connection.Query<(long, byte[], long)>("SELECT sequence, whole, stored_at FROM event WHERE sequence > @sequence ORDER BY sequence LIMIT @limit", new { sequence, limit })];

    public static int RemoveThrough(SqliteConnection connection, long sequence) => connection.Execute("DELETE FROM event WHERE sequence <= @sequence", new { sequence });

    public static void Remove(SqliteConnection connection, long sequence) => connection.Execute("DELETE FROM event WHERE sequence = @sequence", new { sequence });

    /// <summary>Over the small index, not over the bodies.</summary>
    public static long CountRows(SqliteConnection connection) => connection.ExecuteScalar<long>("SELECT count(*) FROM event INDEXED BY event_by_age");
}
