using System.Collections.Concurrent;
using System.Data.Common;

namespace BlacklistExchange.Server.Storage;

/// <summary>A bounded pool of read-only connections.</summary>
internal sealed class StoreReaders(StoreEngine engine, int count) : IDisposable
{
    /// <summary>How long a read waits for a connection: when the database hangs, those that have one wait for its time limit, and nobody else must.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentBag<DbConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(count, count);
    private volatile bool _closed;
    private int _waiting;

    /// <summary>Connections in use.</summary>
    public int Busy => count - _free.CurrentCount;

    /// <summary>Reads that wait for one.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public async Task<T> ReadAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            Require(await _free.WaitAsync(Patience, cancellationToken));
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        return RunAndRelease(work);
    }

    public T Read<T>(Func<DbConnection, DbTransaction, T> work)
    {
        Interlocked.Increment(ref _waiting);
        bool mine = _free.Wait(Patience);
        Interlocked.Decrement(ref _waiting);
        Require(mine);
        return RunAndRelease(work);
    }

    private static void Require(bool mine)
    {
        if (!mine)
        {
            throw new StoreUnavailableException("No connection for reading came free.");
        }
    }

    public void Dispose()
    {
        _closed = true;
        Drop();
    }

    /// <summary>What was idle when one connection broke is likely broken too.</summary>
    private void Drop()
    {
        while (_idle.TryTake(out DbConnection? connection))
        {
            connection.Dispose();
        }
    }

    private T RunAndRelease<T>(Func<DbConnection, DbTransaction, T> work)
    {
        try
        {
            return Run(work);
        }
        catch (Exception exception) when (engine.FaultOf(exception) is var fault && fault != StoreFault.Own)
        {
            if (fault == StoreFault.Lost)
            {
                Drop();
            }
            throw new StoreUnavailableException("The store could not be read.", exception);
        }
        finally
        {
            _free.Release();
        }
    }

    private T Run<T>(Func<DbConnection, DbTransaction, T> work)
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed.");
        }
        if (!_idle.TryTake(out DbConnection? connection))
        {
            connection = engine.OpenReader();
        }
        bool healthy = false;
        try
        {
            using DbTransaction transaction = engine.BeginRead(connection);
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
