using System.Data.Common;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// The one database of a hub. Writes go through one writer that commits many callers' items together; a task completes only after the commit that holds
/// its item is durable. Reads see one consistent snapshot and never wait for the writer. Work runs at most once; it must touch nothing but the
/// database, since its item may be undone after it returns.
/// </summary>
internal sealed class Store : IDisposable
{
    private readonly StoreWriter _writer;
    private readonly StoreReaders _readers;
    private readonly bool _showsOnlyDurable;

    private Store(StoreEngine engine, StoreWriter writer, StoreReaders readers)
    {
        _showsOnlyDurable = engine.ShowsOnlyDurable;
        _writer = writer;
        _readers = readers;
    }

    /// <summary>Opens a migrated database. <paramref name="fatal"/> ends the process when a commit's outcome is unknown.</summary>
    public static Store Open(StoreEngine engine, StoreFatal fatal, int readers = 8) => new(engine, new StoreWriter(engine, fatal), new StoreReaders(engine, readers));

    public StoreCounters Counters => _writer.Counters;

    /// <summary>Work items that wait for the writer or are in its hands.</summary>
    public int Queued => _writer.Queued;

    public int ReadersBusy => _readers.Busy;

    public int ReadersWaited => _readers.Waiting;

    /// <summary>Runs and keeps the work. Throws <see cref="StoreUnavailableException"/> when the store refused; then nothing was written.</summary>
    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync((connection, transaction) => WriteResult<T>.Commit(work(connection, transaction)), cancellationToken);

    /// <summary>The same, where the work says whether to keep its changes.</summary>
    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, WriteResult<T>> work, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync(work, cancellationToken);

    /// <summary>The same, where a refusal undoes the item's changes: <c>store.WriteAsync&lt;Thing&gt;((connection, transaction) =&gt; …)</c>.</summary>
    public Task<Outcome<T>> WriteAsync<T>(Func<DbConnection, DbTransaction, Outcome<T>> work, CancellationToken cancellationToken) =>
        _writer.EnqueueAsync((connection, transaction) =>
        {
            Outcome<T> outcome = work(connection, transaction);
            return new WriteResult<Outcome<T>>(outcome, outcome.Succeeded);
        }, cancellationToken);

    /// <summary>
    /// Returns when all that a read has seen until now is as durable as what was written and acknowledged: for who acknowledges from a read. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public Task EnsureDurableAsync(CancellationToken cancellationToken) => _showsOnlyDurable ? Task.CompletedTask : WriteAsync(static (_, _) => true, cancellationToken);

    /// <summary>Runs a read inside one read transaction, on the calling thread once a connection is free.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken) => _readers.ReadAsync(work, cancellationToken);

    /// <summary>The same, blocking: for start-up and background work.</summary>
    public T Read<T>(Func<DbConnection, DbTransaction, T> work) => _readers.Read(work);

    /// <summary>Finishes what is queued, then closes; the writer last, so that the database is one file again.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        _writer.Dispose();
    }
}
