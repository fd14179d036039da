using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>A bounded pool of read-only connections.</summary>
internal sealed class StoreReaders(string path, int count) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(count, count);
    private volatile bool _closed;

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return RunAndRelease(work);
    }

    public T Read<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        _free.Wait();
        return RunAndRelease(work);
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out SqliteConnection? connection))
        {
            connection.Dispose();
        }
    }

    private T RunAndRelease<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        try
        {
            return Run(work);
        }
        catch (SqliteException exception) when (SqliteFailure.IsRefusal(exception) || SqliteFailure.IsUnknown(exception))
        {
            throw new StoreUnavailableException("The store could not be read.", exception);
        }
        finally
        {
            _free.Release();
        }
    }

    private T Run<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed.");
        }
        if (!_idle.TryTake(out SqliteConnection? connection))
        {
            connection = StoreConnection.OpenReader(path);
        }
        bool healthy = false;
        try
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
            T value = work(connection, transaction);
            transaction.Commit();
            healthy = !_closed;
            return value;
        }
        finally
        {
            if (healthy)
            {
                _idle.Add(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }
}
