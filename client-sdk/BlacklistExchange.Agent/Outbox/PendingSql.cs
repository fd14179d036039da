using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Outbox;

/// <summary>Every statement about <c>pending</c>.</summary>
internal static class PendingSql
{
    public static void Insert(SqliteConnection connection, PendingRow row) =>
        connection.Execute("INSERT INTO pending (id, name, content, whole, latest, kept_at) VALUES (@Id, @Name, @Content, @Whole, @Latest, @KeptAt)", row);

    /// <summary>The check that waits under a caller's id.</summary>
    public static (byte[] Id, byte[] Content)? Find(SqliteConnection connection, byte[] name) =>
        connection.Query<(byte[], byte[])>("SELECT id, content FROM pending WHERE name = @name", new { name }).Select(static found => ((byte[], byte[])?)found).SingleOrDefault();

    public static bool Remove(SqliteConnection connection, long number) => connection.Execute("DELETE FROM pending WHERE number = @number", new { number }) == 1;

    /// <summary>What came after a number, without what is sealed.</summary>
    public static IReadOnlyList<(long Number, long? Latest)> After(SqliteConnection connection, long number) =>
        [.. connection.Query<(long, long?)>("SELECT number, latest FROM pending WHERE number > @number ORDER BY number", new { number })];

    public static IReadOnlyList<PendingRow> Read(SqliteConnection connection, IReadOnlyList<long> numbers) =>
        [.. connection.Query<PendingRow>("SELECT number AS Number, id AS Id, whole AS Whole, latest AS Latest, kept_at AS KeptAt FROM pending WHERE number IN @numbers ORDER BY number", new { numbers })];

    public static long CountRows(SqliteConnection connection) => connection.ExecuteScalar<long>("SELECT count(*) FROM pending");
}
