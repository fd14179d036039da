using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// The only writer: takes what is queued, runs each item under its own savepoint in one transaction, commits once, and only then completes the callers.
/// A stop before the commit loses items nobody was told about; a stop after it, before the callers hear, leaves items that a repeat finds by its id.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    private const int QueueLength = 4096;
    private const int GroupLength = 256;
    private readonly Queue<WriteItem> _queue = new();
    private readonly SemaphoreSlim _room = new(QueueLength, QueueLength);
    private readonly SqliteConnection _connection;
    private readonly StoreFatal _fatal;
    private readonly Thread _thread;
    private bool _closed;

    public StoreCounters Counters { get; } = new();

    public StoreWriter(SqliteConnection connection, StoreFatal fatal)
    {
        _connection = connection;
        _fatal = fatal;
        _thread = new Thread(Run) { Name = "store-writer", IsBackground = true };
        _thread.Start();
    }

    public async Task<T> EnqueueAsync<T>(Func<SqliteConnection, SqliteTransaction, WriteResult<T>> work, CancellationToken cancellationToken)
    {
        WriteItem<T> item = new(work, cancellationToken);
        await _room.WaitAsync(cancellationToken);
        lock (_queue)
        {
            if (_closed)
            {
                _room.Release();
                throw new StoreUnavailableException("The store is closed.");
            }
            _queue.Enqueue(item);
            Monitor.Pulse(_queue);
        }
        return await item.Task;
    }

    public void Dispose()
    {
        Close();
        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        List<WriteItem> group = new(GroupLength);
        while (Wait(group))
        {
            if (group.Count > 0 && !RunGroup(group))
            {
                Refuse();
                return;
            }
        }
    }

    /// <summary>Takes what is queued, at least one item; false when the store is closed and nothing is left. The thread sleeps until then: it does not spin.</summary>
    private bool Wait(List<WriteItem> group)
    {
        group.Clear();
        int taken = 0;
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }
                Monitor.Wait(_queue);
            }
            for (; taken < GroupLength && _queue.TryDequeue(out WriteItem? item); taken++)
            {
                if (!item.CancelIfAsked())
                {
                    group.Add(item);
                }
            }
        }
        _room.Release(taken);
        return true;
    }

    /// <summary>False when the writer must not go on.</summary>
    private bool RunGroup(List<WriteItem> group)
    {
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            foreach (WriteItem item in group)
            {
                RunItem(item, transaction);
            }
            Commit(transaction);
        }
        catch (SqliteException exception) when (!SqliteFailure.IsUnknown(exception))
        {
            Counters.Refused(group.Count);
            Fail(group, new StoreUnavailableException("The store refused the write; nothing was kept.", exception));
            return true;
        }
        catch (Exception exception)
        {
            // Nobody may be told anything now: not success, since it may be lost, and not failure, since it may be kept.
            _fatal($"{exception.GetType().Name}: {exception.Message}");
            Fail(group, new StoreUnavailableException("The outcome of the write is unknown.", exception));
            return false;
        }
        Counters.Committed(group.Count);
        group.ForEach(static item => item.Complete());
        return true;
    }

    private void RunItem(WriteItem item, SqliteTransaction transaction)
    {
        transaction.Save("item");
        bool keep = false;
        try
        {
            keep = item.Run(_connection, transaction);
        }
        catch (SqliteException exception) when (SqliteFailure.IsUnknown(exception))
        {
            throw;
        }
        catch (SqliteException exception) when (SqliteFailure.IsRefusal(exception))
        {
            item.Fail(new StoreUnavailableException("The store refused the write; nothing was kept.", exception));
        }
        catch (Exception exception)
        {
            item.Fail(exception);
        }
        if (raw.sqlite3_get_autocommit(_connection.Handle) != 0)
        {
            // SQLite gave the whole transaction up (a full disk does that), neighbours included.
            throw new SqliteException("The engine rolled the transaction back.", raw.SQLITE_FULL);
        }
        if (!keep)
        {
            transaction.Rollback("item");
        }
        transaction.Release("item");
    }

    private static void Commit(SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException exception) when (!SqliteFailure.IsRefusedCommit(exception))
        {
            throw new IOException($"COMMIT failed with SQLite error {exception.SqliteExtendedErrorCode}.", exception);
        }
    }

    private static void Fail(List<WriteItem> group, StoreUnavailableException exception) => group.ForEach(item => item.Fail(exception));

    private void Refuse()
    {
        Close();
        List<WriteItem> rest = [];
        while (Wait(rest))
        {
            Fail(rest, new StoreUnavailableException("The store is closed."));
        }
    }

    private void Close()
    {
        lock (_queue)
        {
            _closed = true;
            Monitor.Pulse(_queue);
        }
    }
}
