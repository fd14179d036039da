using BlacklistExchange.Server.Storage;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>A store that hangs: who waits is refused, and what was refused never happens.</summary>
public sealed class StoreWaitTests : IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Migrated();
    private readonly Store _store;

    public StoreWaitTests() => _store = Store.Open(_database.Another(), static _ => { }, readers: 2);

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Refuses_a_read_for_which_no_connection_comes_free()
    {
        using ManualResetEventSlim until = new();
        Task[] held = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => _store.Read((_, _) =>
        {
            until.Wait();
            return true;
        })))];
        await Answers.EventuallyAsync(() => _store.ReadersBusy == 2, "two busy readers");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.ReadAsync(static (_, _) => true, CancellationToken.None));
        Assert.Throws<StoreUnavailableException>(() => _store.Read(static (_, _) => true));
        until.Set();
        await Task.WhenAll(held);
        Assert.True(await _store.ReadAsync(static (_, _) => true, CancellationToken.None));
    }

    [Fact]
    public async Task Refuses_a_write_whose_turn_does_not_come_and_never_does_it()
    {
        using ManualResetEventSlim until = new();
        bool ran = false;
        Task<int> held = HeldWriter.Hold(_store, until);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.WriteAsync((_, _) => ran = true, CancellationToken.None));
        until.Set();
        Assert.Equal(0, await held);
        Assert.True(await _store.WriteAsync(static (_, _) => true, CancellationToken.None));
        Assert.False(ran);
    }

    /// <summary>Before a commit a log whose index cannot grow keeps nothing; at the commit it may, and a failed fsync may at any time.</summary>
    [Theory]
    [InlineData(4618, true)]
    [InlineData(4874, true)]
    [InlineData(5386, true)]
    [InlineData(1034, false)]
    [InlineData(1290, false)]
    [InlineData(266, false)]
    public void Takes_a_full_index_for_a_refusal_and_a_failed_fsync_for_unknown(int extended, bool refused)
    {
        SqliteException exception = new("disk I/O error", 10, extended);
        Assert.Equal(refused, SqliteFailure.IsRefusal(exception));
        Assert.Equal(!refused, SqliteFailure.IsUnknown(exception));
        Assert.False(SqliteFailure.IsRefusedCommit(exception));
    }
}
