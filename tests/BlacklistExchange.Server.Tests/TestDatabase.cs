using System.Data.Common;
using System.Security.Cryptography;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests;

/// <summary>
/// A database of a test's own, gone with it. <c>BEX_TEST_ENGINE=postgres</c> runs the suite on PostgreSQL; without it the suite runs on SQLite.
/// </summary>
internal sealed class TestDatabase : IDisposable
{
    private static readonly Lock TemplateLock = new();
    private static readonly HashSet<PostgresCluster> Templates = [];
    private readonly TempFolder _temp = new();
    private readonly PostgresCluster? _cluster;
    private readonly string _name = $"t{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    private TestDatabase(PostgresCluster? cluster)
    {
        _cluster = cluster;
        Engine = cluster is null ? new SqliteEngine(_temp.At("hub.db")) : null!;
    }

    /// <summary>Whether the suite runs on PostgreSQL.</summary>
    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("BEX_TEST_ENGINE") switch
    {
        null or "" or "sqlite" => false,
        "postgres" => true,
        string other => throw new InvalidOperationException($"BEX_TEST_ENGINE={other}: sqlite or postgres."),
    };

    public StoreEngine Engine { get; private set; }

    /// <summary>What a column of bytes is declared as.</summary>
    public string Bytes => _cluster is null ? "BLOB" : "BYTEA";

    /// <summary>The file that names a PostgreSQL database to a hub; null on SQLite.</summary>
    public string? ConnectionFile => _cluster is null ? null : _temp.At("connection");

    /// <summary>A database without a table.</summary>
    public static TestDatabase Empty() => Empty(IsPostgres ? PostgresCluster.Shared : null);

    /// <summary>The same on one server, or on SQLite.</summary>
    public static TestDatabase Empty(PostgresCluster? cluster) => Make(cluster, "template0");

    /// <summary>A database as a hub of this program leaves it before anything is written.</summary>
    public static TestDatabase Migrated() => Migrated(IsPostgres ? PostgresCluster.Shared : null);

    public static TestDatabase Migrated(PostgresCluster? cluster)
    {
        if (cluster is not null)
        {
            return Make(cluster, Template(cluster));
        }
        TestDatabase database = Make(null, "");
        database.Migrate();
        return database;
    }

    /// <summary>An engine of its own on the database, for another store; by a port when something stands in between.</summary>
    public StoreEngine Another(int? port = null, TimeSpan? settleFor = null)
    {
        if (_cluster is null)
        {
            return new SqliteEngine(_temp.At("hub.db"));
        }
        string file = _temp.At($"connection-{RandomNumberGenerator.GetHexString(8)}");
        DurableFile.Write(file, System.Text.Encoding.UTF8.GetBytes(_cluster.ConnectionString(_name, port)));
        return settleFor is { } time ? new PostgresEngine(PostgresAddress.Read(file), time) : new PostgresEngine(PostgresAddress.Read(file));
    }

    public int Execute(string sql)
    {
        using DbConnection connection = Engine.OpenWriter();
        return connection.Execute(sql);
    }

    public T Scalar<T>(string sql)
    {
        using DbConnection connection = Engine.OpenReader();
        return connection.ExecuteScalar<T>(sql)!;
    }

    public void Dispose()
    {
        _cluster?.Execute($"DROP DATABASE {_name} WITH (FORCE)");
        _temp.Dispose();
    }

    private static TestDatabase Make(PostgresCluster? cluster, string template)
    {
        TestDatabase database = new(cluster);
        if (cluster is null)
        {
            database.Engine.Create();
            return database;
        }
        cluster.Execute($"CREATE DATABASE {database._name} OWNER hub TEMPLATE {template}");
        DurableFile.Write(database.ConnectionFile!, System.Text.Encoding.UTF8.GetBytes(cluster.ConnectionString(database._name, cluster.Port)));
        database.Engine = new PostgresEngine(PostgresAddress.Read(database.ConnectionFile!));
        return database;
    }

    private static string Template(PostgresCluster cluster)
    {
        const string Name = "migrated";
        lock (TemplateLock)
        {
            if (Templates.Add(cluster))
            {
                using TestDatabase made = Make(cluster, "template0");
                made.Migrate();
                cluster.Execute($"CREATE DATABASE {Name} OWNER hub TEMPLATE {made._name}");
            }
        }
        return Name;
    }

    private void Migrate() => Migrations.Apply(Engine, Migrations.Embedded(Engine), TimeProvider.System);
}
