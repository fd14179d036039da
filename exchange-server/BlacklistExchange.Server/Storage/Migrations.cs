using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Forward-only scripts, embedded, each in one transaction and recorded with its digest. A script that changed after it ran, or a database newer than
/// this program, is refused: nobody guesses about a schema.
/// </summary>
internal static class Migrations
{
    public sealed record Script(long Number, string Name, string Sql)
    {
        public byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));
    }

    private sealed record Applied(long Number, string Name, byte[] Digest);

    /// <summary>All scripts that this program has for an engine, ascending.</summary>
    public static IReadOnlyList<Script> Embedded(StoreEngine engine)
    {
        string prefix = $"migrations/{engine.Name}/";
        return [.. typeof(Migrations).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(resource => Load(resource, resource[prefix.Length..])).OrderBy(static script => script.Number)];
    }

    /// <summary>Applies what is missing and returns the names applied; whoever does the same at the same time waits and then finds nothing missing.</summary>
    public static IReadOnlyList<string> Apply(StoreEngine engine, IReadOnlyList<Script> scripts, TimeProvider time)
    {
        using DbConnection connection = engine.OpenMigrator();
        engine.MakeOwnTables(connection);
        List<string> names = [];
        foreach (Script script in Pending(engine, connection, scripts))
        {
            using DbTransaction transaction = connection.BeginTransaction(IsolationLevel.Serializable);
            connection.Execute(script.Sql, transaction: transaction);
            connection.Execute("INSERT INTO migration (number, name, digest, applied_at) VALUES (@Number, @Name, @Digest, @At)",
                new { script.Number, script.Name, script.Digest, At = time.GetUtcNow().ToUnixTimeSeconds() }, transaction);
            transaction.Commit();
            names.Add(script.Name);
        }
        return names;
    }

    /// <summary>Throws <see cref="SetupException"/> unless the database is exactly at this program's schema.</summary>
    public static void RequireCurrent(StoreEngine engine, IReadOnlyList<Script> scripts)
    {
        using DbConnection connection = engine.OpenWriter();
        RequireCurrent(engine, connection, scripts);
    }

    /// <summary>The same as a transaction of the connection sees it.</summary>
    public static void RequireCurrent(StoreEngine engine, DbConnection connection, IReadOnlyList<Script> scripts)
    {
        IReadOnlyList<Script> pending = Pending(engine, connection, scripts);
        if (pending.Count > 0)
        {
            throw new SetupException($"The database lacks {pending.Count} migration(s), first {pending[0].Name}. Run: bex-hub migrate --data <folder>");
        }
    }

    private static List<Script> Pending(StoreEngine engine, DbConnection connection, IReadOnlyList<Script> scripts)
    {
        Dictionary<long, Applied> applied = engine.HasOwnTables(connection)
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

    private static Script Load(string resource, string name)
    {
        using Stream stream = typeof(Migrations).Assembly.GetManifestResourceStream(resource)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return new Script(long.Parse(name.AsSpan(0, 4)), name, reader.ReadToEnd());
    }
}
