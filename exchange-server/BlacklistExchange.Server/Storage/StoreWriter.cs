using System.Threading.Channels;
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
    private readonly Channel<WriteItem> _queue = Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly StoreFatal _fatal;
    private readonly Thread _thread;

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
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new StoreUnavailableException("The store is closed.", exception);
        }
        return await item.Task;
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        List<WriteItem> group = new(GroupLength);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < GroupLength && _queue.Reader.TryRead(out WriteItem? item))
            {
                if (!item.CancelIfAsked())
                {
                    group.Add(item);
                }
            }
            if (group.Count > 0 && !RunGroup(group))
            {
                Refuse();
                return;
            }
        }
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
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out WriteItem? item))
        {
            item.Fail(new StoreUnavailableException("The store is closed."));
        }
    }
}
