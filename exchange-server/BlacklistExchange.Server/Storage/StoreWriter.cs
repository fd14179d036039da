using System.Data.Common;
using System.Diagnostics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// The only writer: takes what is queued, runs each item under its own savepoint in one transaction, commits once, and only then completes the callers.
/// A stop before the commit loses items nobody was told about; a stop after it, before the callers hear, leaves items that a repeat finds by its id.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    private const int QueueLength = 4096;
    private const int GroupLength = 256;

    /// <summary>How long an item waits for its turn; what has begun is awaited to its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(250);
    private readonly Queue<WriteItem> _queue = new();

    /// <summary>What the last group had no time for; the writer's thread alone touches it.</summary>
    private readonly List<WriteItem> _aside = [];
    private readonly SemaphoreSlim _room = new(QueueLength, QueueLength);
    private readonly StoreEngine _engine;
    private readonly StoreFatal _fatal;
    private readonly Thread _thread;
    private DbConnection? _connection;
    private bool _closed;
    private int _queued;

    /// <summary>Items whose callers wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    public StoreCounters Counters { get; } = new();

    public StoreWriter(StoreEngine engine, StoreFatal fatal)
    {
        _engine = engine;
        _connection = engine.OpenWriter();
        _fatal = fatal;
        _thread = new Thread(Run) { Name = "store-writer", IsBackground = true };
        _thread.Start();
    }

    public async Task<T> EnqueueAsync<T>(Func<DbConnection, DbTransaction, WriteResult<T>> work, CancellationToken cancellationToken)
    {
        using Activity? span = HubSpans.Start(HubSpans.StoreWrite);
        Interlocked.Increment(ref _queued);
        try
        {
            WriteItem<T> item = new(work, cancellationToken);
            if (!await _room.WaitAsync(Patience, cancellationToken))
            {
                throw new StoreUnavailableException("The store's queue is full.");
            }
            Enqueue(item);
            return await AwaitAsync(item);
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    public void Dispose()
    {
        Close();
        _thread.Join();
        _connection?.Dispose();
    }

    private static async Task<T> AwaitAsync<T>(WriteItem<T> item)
    {
        try
        {
            return await item.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return item.TryWithdraw() ? throw new StoreUnavailableException("The store did not come to it; nothing was written.") : await item.Task;
        }
    }

    private void Enqueue(WriteItem item)
    {
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
        lock (_queue)
        {
            while (_queue.Count == 0 && _aside.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }
                Monitor.Wait(_queue);
            }
        }
        Take(group);
        return true;
    }

    /// <summary>Takes what was set aside, or else what is queued, without waiting; false when that is nothing. Who has gone is left out.</summary>
    private bool Take(List<WriteItem> group)
    {
        group.Clear();
        if (_aside.Count > 0)
        {
            group.AddRange(_aside.Where(static item => item.TryTake()));
            _aside.Clear();
            return true;
        }
        int taken = 0;
        lock (_queue)
        {
            for (; taken < GroupLength && _queue.TryDequeue(out WriteItem? item); taken++)
            {
                if (item.TryTake())
                {
                    group.Add(item);
                }
            }
        }
        if (taken > 0)
        {
            _room.Release(taken);
        }
        return taken > 0;
    }

    /// <summary>False when the writer must not go on.</summary>
    private bool RunGroup(List<WriteItem> group)
    {
        long start = Stopwatch.GetTimestamp();
        CommitOutcome outcome = Outcome(group);
        Counters.Ended?.Invoke(Stopwatch.GetElapsedTime(start), outcome.End);
        switch (outcome.End)
        {
            case CommitEnd.Kept:
                Counters.Committed(group.Count);
                group.ForEach(static item => item.Complete());
                return true;
            case CommitEnd.Undone:
                Counters.Refused(group.Count);
                Fail(group, new StoreUnavailableException("The store refused the write; nothing was kept.", outcome.Cause!));
                return true;
            default:
                // Nobody may be told anything now: not success, since it may be lost, and not failure, since it may be kept.
                _fatal($"{outcome.Cause!.GetType().Name}: {outcome.Cause.Message}");
                Fail(group, new StoreUnavailableException("The outcome of the write is unknown.", outcome.Cause));
                return false;
        }
    }

    /// <summary>Runs and commits a group. When the commit's answer did not come, the database is asked again while there is hope.</summary>
    private CommitOutcome Outcome(List<WriteItem> group)
    {
        WriteTransaction? transaction = null;
        try
        {
            transaction = Begin();
            RunItems(group, transaction);
        }
        catch (Exception exception)
        {
            transaction?.Dispose();
            Let();
            return _engine.IsUndone(exception) ? CommitOutcome.Undone(exception) : CommitOutcome.Unknown(exception);
        }
        // From here on nothing that is thrown can mean that the group is undone.
        CommitOutcome outcome = transaction.Commit();
        if (outcome.End != CommitEnd.Kept)
        {
            outcome = Settle(transaction, outcome);
        }
        transaction.Dispose();
        return outcome;
    }

    /// <summary>A connection that was lost while nobody used it is replaced: no item has run yet.</summary>
    private WriteTransaction Begin()
    {
        if (_connection is { } kept)
        {
            try
            {
                return _engine.BeginWrite(kept);
            }
            catch (Exception exception) when (_engine.FaultOf(exception) == StoreFault.Lost)
            {
                Let();
            }
        }
        return _engine.BeginWrite(_connection ??= _engine.OpenWriter());
    }

    /// <summary>Runs at least one; what there is no time for is taken out of the group.</summary>
    private void RunItems(List<WriteItem> group, WriteTransaction transaction)
    {
        long start = Stopwatch.GetTimestamp();
        for (int done = 0; done < group.Count; done++)
        {
            if (done > 0 && Stopwatch.GetElapsedTime(start) > _engine.GroupFor)
            {
                _aside.AddRange(group[done..]);
                group.RemoveRange(done, group.Count - done);
                return;
            }
            RunItem(group[done], transaction);
        }
    }

    private void RunItem(WriteItem item, WriteTransaction transaction)
    {
        transaction.Transaction.Save("item");
        bool keep = false;
        try
        {
            keep = item.Run(transaction.Connection, transaction.Transaction);
        }
        catch (Exception exception) when (_engine.FaultOf(exception) is StoreFault.Lost or StoreFault.Unknown)
        {
            throw;
        }
        catch (Exception exception) when (_engine.FaultOf(exception) == StoreFault.Refused)
        {
            item.Fail(new StoreUnavailableException("The store refused the write; nothing was kept.", exception));
        }
        catch (Exception exception)
        {
            item.Fail(exception);
        }
        transaction.RequireWhole();
        if (!keep)
        {
            transaction.Transaction.Rollback("item");
        }
        transaction.Transaction.Release("item");
    }

    /// <summary>Whoever comes meanwhile is refused at once: nothing can be written before this is known. A store that closes asks once.</summary>
    private CommitOutcome Settle(WriteTransaction transaction, CommitOutcome outcome)
    {
        Let();
        long start = Stopwatch.GetTimestamp();
        for (bool asked = false; outcome.End == CommitEnd.Unknown && Stopwatch.GetElapsedTime(start) < _engine.SettleFor && !(asked && IsClosed()); asked = true)
        {
            outcome = transaction.Ask();
            RefuseWaiting("The store is not there.");
            if (outcome.End == CommitEnd.Unknown)
            {
                Task.Delay(SettlePause, TimeProvider.System).GetAwaiter().GetResult();
            }
        }
        return outcome;
    }

    /// <summary>Lets go of a connection that cannot be trusted any more.</summary>
    private void Let()
    {
        if (_connection is { } connection && !_engine.GoesOn(connection))
        {
            _connection = null;
            connection.Dispose();
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

    private void RefuseWaiting(string why)
    {
        List<WriteItem> waiting = [];
        while (Take(waiting))
        {
            Counters.Refused(waiting.Count);
            Fail(waiting, new StoreUnavailableException(why));
        }
    }

    private bool IsClosed()
    {
        lock (_queue)
        {
            return _closed;
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
