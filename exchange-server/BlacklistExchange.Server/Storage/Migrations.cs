using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Forward-only scripts, embedded, each in one transaction and recorded with its digest. A script that changed after it ran, or a database newer than
/// this program, is refused: nobody guesses about a schema.
/// </summary>
internal static class Migrations
{
    private const string Prefix = "migrations/";

    public sealed record Script(long Number, string Name, string Sql)
    {
        public byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));
    }

    private sealed record Applied(long Number, string Name, byte[] Digest);

    /// <summary>All scripts of this program, ascending.</summary>
    public static IReadOnlyList<Script> Embedded() => [.. typeof(Migrations).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Load).OrderBy(static script => script.Number)];

    /// <summary>Applies what is missing; returns the names applied.</summary>
    public static IReadOnlyList<string> Apply(SqliteConnection connection, IReadOnlyList<Script> scripts, TimeProvider time)
    {
        StoreConnection.Execute(connection, """
            CREATE TABLE IF NOT EXISTS migration (
                number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT;
            """);
        List<string> names = [];
        foreach (Script script in Pending(connection, scripts))
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            connection.Execute(script.Sql, transaction: transaction);
            connection.Execute("INSERT INTO migration (number, name, digest, applied_at) VALUES (@Number, @Name, @Digest, @At)",
                new { script.Number, script.Name, script.Digest, At = time.GetUtcNow().ToUnixTimeSeconds() }, transaction);
            transaction.Commit();
            names.Add(script.Name);
        }
        return names;
    }

    /// <summary>Throws <see cref="SetupException"/> unless the database is exactly at this program's schema.</summary>
    public static void RequireCurrent(SqliteConnection connection, IReadOnlyList<Script> scripts)
    {
        IReadOnlyList<Script> pending = Pending(connection, scripts);
        if (pending.Count > 0)
        {
            throw new SetupException($"The database lacks {pending.Count} migration(s), first {pending[0].Name}. Run: bex-hub migrate --data <folder>");
        }
    }

    private static List<Script> Pending(SqliteConnection connection, IReadOnlyList<Script> scripts)
    {
        bool any = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'") > 0;
        Dictionary<long, Applied> applied = any
            ? connection.Query<Applied>("SELECT number AS Number, name AS Name, digest AS Digest FROM migration").ToDictionary(static row => row.Number)
            : [];
        foreach (Applied row in applied.Values)
        {
            Script script = scripts.FirstOrDefault(one => one.Number == row.Number)
                ?? throw new SetupException($"The database holds migration {row.Name}, which this program does not know: it is older than the database. Use the newer bex-hub.");
            if (!script.Digest.AsSpan().SequenceEqual(row.Digest))
            {
                throw new SetupException($"Migration {row.Name} was applied with another text than this program has. Use the program that made the database.");
            }
        }
        return [.. scripts.Where(script => !applied.ContainsKey(script.Number))];
    }

    private static Script Load(string resource)
    {
        string name = resource[Prefix.Length..];
        using Stream stream = typeof(Migrations).Assembly.GetManifestResourceStream(resource)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return new Script(long.Parse(name.AsSpan(0, 4)), name, reader.ReadToEnd());
    }
}
