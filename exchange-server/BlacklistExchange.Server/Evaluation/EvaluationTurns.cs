using System.Diagnostics.CodeAnalysis;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>
/// Whose step comes next (start-time fair queueing). Every step is stamped with the elements its member was given before it, and the lowest stamp goes first. A member that comes
/// back starts at the present stamp: it has saved up no turns and goes before the rest of a big request that was there earlier. Not safe for threads.
/// </summary>
internal sealed class EvaluationTurns<T>
{
    private readonly PriorityQueue<T, (long Stamp, long Number)> _waiting = new();
    private readonly Dictionary<string, long> _given = [];
    private long _now;
    private long _number;

    public void Add(string member, int elements, T step)
    {
        long stamp = Math.Max(_now, _given.GetValueOrDefault(member));
        _given[member] = stamp + elements;
        _waiting.Enqueue(step, (stamp, _number++));
    }

    public bool TryTake([MaybeNullWhen(false)] out T step)
    {
        if (!_waiting.TryDequeue(out step, out (long Stamp, long Number) turn))
        {
            // Nobody waits, so nobody is ahead of anyone.
            _given.Clear();
            return false;
        }
        _now = turn.Stamp;
        return true;
    }
}
