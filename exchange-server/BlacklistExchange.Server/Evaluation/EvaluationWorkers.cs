namespace BlacklistExchange.Server.Evaluation;

/// <summary>
/// Runs group arithmetic on one thread a core, away from the thread pool that serves connections. Members take turns, one group each: who sends sixteen groups does not
/// make another member's single group wait for all of them.
/// </summary>
internal sealed class EvaluationWorkers : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Queue<Action>> _waiting = [];
    private readonly Queue<string> _turns = [];
    private readonly Thread[] _threads;
    private bool _stopping;

    public EvaluationWorkers()
        : this(Environment.ProcessorCount)
    {
    }

    internal EvaluationWorkers(int threads)
    {
        _threads = [.. Enumerable.Range(0, threads).Select(index => new Thread(Work) { IsBackground = true, Name = $"evaluation {index}" })];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    /// <summary>Runs <paramref name="work"/> when it is the member's turn. What it throws comes out of the task.</summary>
    public Task<T> RunAsync<T>(string member, Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            if (!_waiting.TryGetValue(member, out Queue<Action>? queue))
            {
                _waiting.Add(member, queue = []);
                _turns.Enqueue(member);
            }
            queue.Enqueue(() => Complete(done, work));
            Monitor.Pulse(_gate);
        }
        return done.Task;
    }

    /// <summary>Finishes what waits, then ends the threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        Array.ForEach(_threads, static thread => thread.Join());
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
            while (_turns.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }
            if (!_turns.TryDequeue(out string? member))
            {
                return null;
            }
            Queue<Action> queue = _waiting[member];
            Action job = queue.Dequeue();
            if (queue.Count > 0)
            {
                _turns.Enqueue(member);
            }
            else
            {
                _waiting.Remove(member);
            }
            return job;
        }
    }
}
