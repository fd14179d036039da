using System.Data.Common;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.Server.Tests;

/// <summary>A database of a test's own, gone with it.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TempFolder _temp = new();

    private TestDatabase(StoreEngine? engine = null) => Engine = engine ?? new SqliteEngine(_temp.At("hub.db"));

    public StoreEngine Engine { get; }

    /// <summary>What a column of bytes is declared as.</summary>
    public string Bytes => "BLOB";

    /// <summary>A database without a table.</summary>
    public static TestDatabase Empty()
    {
        TestDatabase database = new();
        database.Engine.Create();
        return database;
    }

    /// <summary>A database as a hub of this program leaves it before anything is written.</summary>
    public static TestDatabase Migrated()
    {
        TestDatabase database = Empty();
        Migrations.Apply(database.Engine, Migrations.Embedded(database.Engine), TimeProvider.System);
        return database;
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

    public void Dispose() => _temp.Dispose();
}
