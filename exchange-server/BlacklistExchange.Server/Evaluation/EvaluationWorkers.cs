using System.Diagnostics.CodeAnalysis;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>
/// Runs group arithmetic on one thread a core, away from the thread pool that serves connections. A request's work comes in steps, and members take turns by the elements of their
/// steps: a lone query goes before the remaining steps of a group of 1024, and waits at most for those that have begun.
/// </summary>
internal sealed class EvaluationWorkers : IDisposable
{
    private readonly object _gate = new();
    private readonly EvaluationTurns<(Request Of, Action Work)> _turns = new();
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

    /// <summary>
    /// Runs every step when it is its turn, several at once where cores are free, and <paramref name="last"/> after all of them; completes after that. What a step throws comes out
    /// of the task, and then there is no last one.
    /// </summary>
    public Task RunAsync(string member, IReadOnlyCollection<EvaluationStep> steps, EvaluationStep? last = null)
    {
        Request request = new(member, steps.Count, last);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            foreach (EvaluationStep step in steps)
            {
                Add(request, step);
            }
        }
        return request.Task;
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

    private void Add(Request request, EvaluationStep step)
    {
        _turns.Add(request.Member, step.Elements, (request, step.Work));
        Monitor.Pulse(_gate);
    }

    private void Work()
    {
        Yielding.LetOthersFirst();
        while (TryNext(out (Request Of, Action Work) next))
        {
            if (next.Of.Run(next.Work) is { } last)
            {
                lock (_gate)
                {
                    Add(next.Of, last);
                }
            }
        }
    }

    private bool TryNext([MaybeNullWhen(false)] out (Request Of, Action Work) next)
    {
        lock (_gate)
        {
            while (!_turns.TryTake(out next))
            {
                if (_stopping)
                {
                    return false;
                }
                Monitor.Wait(_gate);
            }
            return true;
        }
    }

    /// <summary>Steps that were handed in together.</summary>
    private sealed class Request(string member, int steps, EvaluationStep? last)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = steps;
        private EvaluationStep? _last = last;
        private Exception? _failure;

        public string Member => member;

        public Task Task => _done.Task;

        /// <summary>Returns the last step when everything before it is done.</summary>
        public EvaluationStep? Run(Action work)
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }
            if (Interlocked.Decrement(ref _left) > 0)
            {
                return null;
            }
            if (_failure is { } failure)
            {
                _done.SetException(failure);
            }
            else if (_last is { } last)
            {
                _left = 1;
                _last = null;
                return last;
            }
            else
            {
                _done.SetResult();
            }
            return null;
        }
    }
}
