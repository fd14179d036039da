using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class StoreTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _fatal = [];
    private readonly Store _store;

    public StoreTests()
    {
        using (SqliteConnection connection = StoreConnection.OpenWriter(Database))
        {
            StoreConnection.Execute(connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;");
        }
        _store = Store.Open(Database, _fatal.Add);
    }

    private string Database => _temp.At("hub.db");

    public void Dispose()
    {
        _store.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Keeps_what_is_written_and_shows_it_to_readers()
    {
        Assert.Equal(7, await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 7), CancellationToken.None));
        Assert.Equal([7L], Ids());
    }

    [Fact]
    public async Task Groups_what_waits_into_one_commit()
    {
        using ManualResetEventSlim held = new();
        Task<int> first = HoldWriter(held);
        Task<long>[] waiting = [.. Enumerable.Range(1, 100).Select(id => _store.WriteAsync((connection, transaction) => Insert(connection, transaction, id), CancellationToken.None))];
        held.Set();
        await first;
        await Task.WhenAll(waiting);
        Assert.Equal(100, Ids().Count);
        Assert.Equal(2, _store.Counters.Commits);
        Assert.Equal(101, _store.Counters.Items);
    }

    [Fact]
    public async Task Returns_to_the_caller_only_after_the_commit()
    {
        using SqliteConnection other = StoreConnection.OpenReader(Database);
        for (int id = 1; id <= 20; id++)
        {
            int now = id;
            await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, now), CancellationToken.None);
            Assert.Equal(id, other.ExecuteScalar<long>("SELECT count(*) FROM thing"));
        }
    }

    [Fact]
    public async Task Rolls_back_one_refusal_and_keeps_its_neighbours()
    {
        using ManualResetEventSlim held = new();
        Task<int> first = HoldWriter(held);
        Task<long> kept = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), CancellationToken.None);
        Task<Outcome<string>> refused = _store.WriteAsync<string>((connection, transaction) =>
        {
            Insert(connection, transaction, 2);
            return new Refusal(ProblemTypes.Conflict, "no");
        }, CancellationToken.None);
        Task<string> undone = _store.WriteAsync((connection, transaction) =>
        {
            Insert(connection, transaction, 3);
            return WriteResult<string>.Rollback("value all the same");
        }, CancellationToken.None);
        Task<int> thrown = _store.WriteAsync((connection, transaction) =>
        {
            Insert(connection, transaction, 4);
            return int.Parse("x");
        }, CancellationToken.None);
        Task<long> doubled = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), CancellationToken.None);
        Task<long> last = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 5), CancellationToken.None);
        held.Set();
        await first;
        await kept;
        await last;
        Assert.False((await refused).TryGet(out _, out Refusal? refusal));
        Assert.Equal(ProblemTypes.Conflict, refusal.Type);
        Assert.Equal("value all the same", await undone);
        await Assert.ThrowsAsync<FormatException>(() => thrown);
        await Assert.ThrowsAsync<SqliteException>(() => doubled);
        Assert.Equal([1L, 5L], Ids());
    }

    [Fact]
    public async Task Never_runs_work_whose_caller_has_gone()
    {
        using ManualResetEventSlim held = new();
        using CancellationTokenSource gone = new();
        Task<int> first = HoldWriter(held);
        Task<long> cancelled = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), gone.Token);
        await gone.CancelAsync();
        held.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 2), CancellationToken.None);
        Assert.Equal([2L], Ids());
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
        Task<int> first = HoldWriter(held);
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
    public async Task Reads_one_snapshot_while_the_writer_goes_on()
    {
        (long before, long after) = await _store.ReadAsync((connection, transaction) =>
        {
            long one = connection.ExecuteScalar<long>("SELECT count(*) FROM thing", transaction: transaction);
            _store.WriteAsync((writer, write) => Insert(writer, write, 1), CancellationToken.None).GetAwaiter().GetResult();
            return (one, connection.ExecuteScalar<long>("SELECT count(*) FROM thing", transaction: transaction));
        }, CancellationToken.None);
        Assert.Equal((0, 0), (before, after));
        Assert.Equal([1L], Ids());
    }

    [Fact]
    public async Task Refuses_writes_through_a_reader()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _store.ReadAsync((connection, transaction) => Insert(connection, transaction, 1), CancellationToken.None));
        Assert.Empty(Ids());
    }

    [Fact]
    public async Task Finishes_what_is_queued_before_it_closes()
    {
        Task<long>[] queued = [.. Enumerable.Range(1, 50).Select(id => _store.WriteAsync((connection, transaction) => Insert(connection, transaction, id), CancellationToken.None))];
        _store.Dispose();
        await Task.WhenAll(queued);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 99), CancellationToken.None));
        Assert.False(File.Exists(Database + "-wal"));
        using SqliteConnection after = StoreConnection.OpenReader(Database);
        Assert.Equal(50, after.ExecuteScalar<long>("SELECT count(*) FROM thing"));
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

    /// <summary>Returns once the writer is inside an item of its own that waits; what is queued meanwhile becomes one group.</summary>
    private Task<int> HoldWriter(ManualResetEventSlim until)
    {
        ManualResetEventSlim inside = new();
        Task<int> held = _store.WriteAsync((_, _) =>
        {
            inside.Set();
            until.Wait();
            return 0;
        }, CancellationToken.None);
        inside.Wait();
        return held;
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

    private static long Insert(SqliteConnection connection, SqliteTransaction transaction, long id, int bytes = 10)
    {
        connection.Execute("INSERT INTO thing (id, body) VALUES (@id, @body)", new { id, body = new byte[bytes] }, transaction);
        return id;
    }

    private List<long> Ids() => _store.Read((connection, transaction) => connection.Query<long>("SELECT id FROM thing ORDER BY id", transaction: transaction).ToList());
}
