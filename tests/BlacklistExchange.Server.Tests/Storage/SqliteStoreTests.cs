using System.Data.Common;
using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>What the store keeps when the disk beneath SQLite is full or broken.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _fatal = [];
    private readonly Store _store;

    public SqliteStoreTests()
    {
        using (SqliteConnection connection = StoreConnection.OpenWriter(Database))
        {
            StoreConnection.Execute(connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;");
        }
        _store = Store.Open(new SqliteEngine(Database), _fatal.Add);
    }

    private string Database => _temp.At("hub.db");

    public void Dispose()
    {
        _store.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Refuses_when_the_disk_is_full_and_goes_on_when_it_is_not()
    {
        await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), CancellationToken.None);
        await Limit(pages: 8);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 2, 1_000_000), CancellationToken.None));
        Assert.Equal([1L], Ids());
        await Limit(pages: 100_000);
        await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 3, 1_000_000), CancellationToken.None);
        Assert.Equal([1L, 3L], Ids());
        Assert.Empty(_fatal);
    }

    [Fact]
    public async Task Acknowledges_nobody_of_a_group_that_a_full_disk_undid()
    {
        await Limit(pages: 8);
        using ManualResetEventSlim held = new();
        Task<int> first = HeldWriter.Hold(_store, held);
        Task<long> small = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), CancellationToken.None);
        Task<long> large = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 2, 1_000_000), CancellationToken.None);
        held.Set();
        await first;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => large);
        bool acknowledged = await Acknowledged(small);
        Assert.Equal(acknowledged ? [1L] : [], Ids());
    }

    [Fact]
    public async Task Stops_when_the_disk_fails_beneath_a_commit()
    {
        await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), CancellationToken.None);
        FaultyDescriptor.BreakWrites(Database + "-wal");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 2), CancellationToken.None));
        Assert.Single(_fatal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 3), CancellationToken.None));
    }

    [Fact]
    public void Runs_with_the_pragmas_durability_needs()
    {
        using SqliteConnection connection = StoreConnection.OpenWriter(_temp.At("other.db"));
        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(2, connection.ExecuteScalar<long>("PRAGMA synchronous"));
        Assert.Equal(1, connection.ExecuteScalar<long>("PRAGMA foreign_keys"));
        Assert.Equal(1, connection.ExecuteScalar<long>("PRAGMA secure_delete"));
    }

    [Fact]
    public void Leaves_one_file_when_it_closes()
    {
        _store.Dispose();
        Assert.Equal([Database], Directory.GetFiles(_temp.Path));
    }

    private static async Task<bool> Acknowledged(Task task)
    {
        try
        {
            await task;
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private Task<long> Limit(int pages) =>
        _store.WriteAsync((connection, transaction) => connection.ExecuteScalar<long>($"PRAGMA max_page_count={pages}", transaction: transaction), CancellationToken.None);

    private static long Insert(DbConnection connection, DbTransaction transaction, long id, int bytes = 10)
    {
        connection.Execute("INSERT INTO thing (id, body) VALUES (@id, @body)", new { id, body = new byte[bytes] }, transaction);
        return id;
    }

    private List<long> Ids() => _store.Read((connection, transaction) => connection.Query<long>("SELECT id FROM thing ORDER BY id", transaction: transaction).ToList());
}
