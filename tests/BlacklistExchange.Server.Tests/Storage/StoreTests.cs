using System.Data.Common;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class StoreTests : IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Migrated();
    private readonly List<string> _fatal = [];
    private readonly Store _store;

    public StoreTests()
    {
        _database.Execute($"CREATE TABLE thing (id BIGINT PRIMARY KEY, body {_database.Bytes} NOT NULL)");
        _store = Store.Open(_database.Engine, _fatal.Add);
    }

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
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
        Task<int> first = HeldWriter.Hold(_store, held);
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
        using DbConnection other = _database.Engine.OpenReader();
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
        Task<int> first = HeldWriter.Hold(_store, held);
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
        await Assert.ThrowsAnyAsync<DbException>(() => doubled);
        Assert.Equal([1L, 5L], Ids());
    }

    [Fact]
    public async Task Never_runs_work_whose_caller_has_gone()
    {
        using ManualResetEventSlim held = new();
        using CancellationTokenSource gone = new();
        Task<int> first = HeldWriter.Hold(_store, held);
        Task<long> cancelled = _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 1), gone.Token);
        await gone.CancelAsync();
        held.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await _store.WriteAsync((connection, transaction) => Insert(connection, transaction, 2), CancellationToken.None);
        Assert.Equal([2L], Ids());
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
        Assert.Equal(50, _database.Scalar<long>("SELECT count(*) FROM thing"));
    }

    private static long Insert(DbConnection connection, DbTransaction transaction, long id, int bytes = 10)
    {
        connection.Execute("INSERT INTO thing (id, body) VALUES (@id, @body)", new { id, body = new byte[bytes] }, transaction);
        return id;
    }

    private List<long> Ids() => _store.Read((connection, transaction) => connection.Query<long>("SELECT id FROM thing ORDER BY id", transaction: transaction).ToList());
}
