namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Runs a group's arithmetic on at most one thread a core, away from the thread pool: connections and the caller's own work go on while all of them are busy.
/// Threads start when there is work for them and live until the client is disposed.
/// </summary>
internal sealed class ArithmeticThreads : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = [];
    private int _started;
    private int _idle;
    private bool _stopping;

    /// <summary>Runs <paramref name="work"/> in its turn. What it throws comes out of the task.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(ExchangeClient));
            _waiting.Enqueue(() => Complete(done, work));
            if (_idle < _waiting.Count && _started < Environment.ProcessorCount)
            {
                new Thread(Work) { IsBackground = true, Name = $"bex arithmetic {_started++}" }.Start();
            }
            Monitor.Pulse(_gate);
        }
        return done.Task;
    }

    /// <summary>What waits is still done, so that whoever awaits it goes on; then the threads end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

    private void Work()
    {
        while (Next() is { } job)
        {
            job();
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            _idle++;
            while (_waiting.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }
            _idle--;
            return _waiting.TryDequeue(out Action? job) ? job : null;
        }
    }
}
