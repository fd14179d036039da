using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>Statements over the two tables of 0003_shadow.sql.</summary>
internal static class WeekSql
{
    public static void Add(SqliteConnection connection, string week, Mode mode, string name, long amount) => connection.Execute(
        "INSERT INTO week_figure (week, mode, name, amount) VALUES (@week, @mode, @name, @amount) ON CONFLICT (week, mode, name) DO UPDATE SET amount = amount + excluded.amount",
        new { week, mode = (int)mode, name, amount });

    public static void Raise(SqliteConnection connection, string week, Mode mode, string name, long amount) => connection.Execute(
        "INSERT INTO week_figure (week, mode, name, amount) VALUES (@week, @mode, @name, @amount) ON CONFLICT (week, mode, name) DO UPDATE SET amount = max(amount, excluded.amount)",
        new { week, mode = (int)mode, name, amount });

    /// <summary>Figures of the last <paramref name="weeks"/> weeks that have any.</summary>
    public static IReadOnlyList<(string Week, string Name, long Amount)> Figures(SqliteConnection connection, Mode mode, int weeks) => [.. connection.Query<(string, string, long)>(
        "SELECT week, name, amount FROM week_figure WHERE mode = @mode AND week IN (SELECT DISTINCT week FROM week_figure WHERE mode = @mode ORDER BY week DESC LIMIT @weeks) ORDER BY week, name",
        new { mode = (int)mode, weeks })];

    public static byte[]? FindApplicant(SqliteConnection connection, byte[] name) =>
        connection.QuerySingleOrDefault<byte[]>("SELECT whole FROM measured_applicant WHERE name = @name", new { name });

    public static void KeepApplicant(SqliteConnection connection, byte[] name, byte[] whole, long keptOn) => connection.Execute(
        "INSERT INTO measured_applicant (name, whole, kept_on) VALUES (@name, @whole, @keptOn) ON CONFLICT (name) DO UPDATE SET whole = excluded.whole", new { name, whole, keptOn });

    public static void ForgetApplicants(SqliteConnection connection, long before) =>
        connection.Execute("DELETE FROM measured_applicant WHERE kept_on < @before", new { before });
}
