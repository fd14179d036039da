using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>Those who wait, in the order they came, by what can share a group: one kind under one epoch. Not for several threads at once.</summary>
internal sealed class WaitingLine
{
    private readonly Dictionary<(uint Epoch, IdentifierKind Kind), Group> _groups = [];
    private long _arrivals;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    public void Add(Wanted wanted)
    {
        (uint, IdentifierKind) name = (wanted.Epoch.Number, wanted.Kind);
        if (!_groups.TryGetValue(name, out Group? group))
        {
            _groups[name] = group = new Group();
        }
        group.Arrivals.Enqueue((_arrivals++, wanted));
        Count++;
    }

    /// <summary>
    /// Chooses the next request: who has waited longest comes first, as many as fill a group to half, as many groups as the request holds. One alone waits only
    /// for what is in flight of its kind and epoch. Those who stopped waiting leave.
    /// </summary>
    /// <param name="isInFlight">Whether a kind under an epoch is being asked for.</param>
    public RoundPlan Take(Func<(uint Epoch, IdentifierKind Kind), bool> isInFlight)
    {
        RoundPlan plan = new();
        foreach (((uint, IdentifierKind) name, Group group) in _groups.OrderBy(static pair => pair.Value.Oldest).ToArray())
        {
            Count -= group.Arrivals.Count;
            group.Arrivals = Rest(plan, group.Arrivals, mayGoAlone: !isInFlight(name));
            Count += group.Arrivals.Count;
            if (group.Arrivals.Count == 0)
            {
                _groups.Remove(name);
            }
        }
        return plan;
    }

    /// <summary>Moves from the line into the plan, one whole group after the other; returns who stays.</summary>
    private static Queue<(long, Wanted)> Rest(RoundPlan plan, Queue<(long Arrival, Wanted Wanted)> waiting, bool mayGoAlone)
    {
        while (waiting.Count > 0)
        {
            List<(long, Wanted)> chunk = Chunk(plan, waiting, out int different);
            List<(long, Wanted)> left = Add(plan, chunk, FillRules.Take(different, mayGoAlone));
            if (left.Count > 0)
            {
                return new Queue<(long, Wanted)>([.. left, .. waiting]);
            }
            mayGoAlone = false;
        }
        return waiting;
    }

    /// <summary>The next of the line, until a whole group of different ones is there.</summary>
    private static List<(long Arrival, Wanted Wanted)> Chunk(RoundPlan plan, Queue<(long Arrival, Wanted Wanted)> waiting, out int different)
    {
        List<(long, Wanted)> chunk = [];
        HashSet<CacheKey> keys = [];
        while (waiting.TryPeek(out (long Arrival, Wanted Wanted) next))
        {
            bool isServed = next.Wanted.IsAbandoned || plan.TryJoin(next.Wanted);
            if (!isServed && keys.Count == GroupSizes.MaxGroup && !keys.Contains(next.Wanted.Key))
            {
                break;
            }
            waiting.Dequeue();
            if (!isServed)
            {
                keys.Add(next.Wanted.Key);
                chunk.Add(next);
            }
        }
        different = keys.Count;
        return chunk;
    }

    /// <summary>Adds the first <paramref name="take"/> different ones, as far as the request has room, and all who want the same; returns the others.</summary>
    private static List<(long, Wanted)> Add(RoundPlan plan, List<(long Arrival, Wanted Wanted)> chunk, int take)
    {
        List<(long, Wanted)> left = [];
        foreach ((long Arrival, Wanted Wanted) next in chunk)
        {
            if (plan.TryJoin(next.Wanted))
            {
                continue;
            }
            if (take > 0 && plan.TryAdd(next.Wanted))
            {
                take--;
                continue;
            }
            take = 0;
            left.Add(next);
        }
        return left;
    }

    private sealed class Group
    {
        public Queue<(long Arrival, Wanted Wanted)> Arrivals { get; set; } = new();

        public long Oldest => Arrivals.Peek().Arrival;
    }
}
