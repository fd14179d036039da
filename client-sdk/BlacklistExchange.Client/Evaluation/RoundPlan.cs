using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Chooses which of the waiting go into the next request: in their order, as many as its limits hold, padding included. Those who want the same identifier
/// share one element.
/// </summary>
internal sealed class RoundPlan
{
    private readonly Dictionary<(uint Epoch, IdentifierKind Kind), Slots> _groups = [];

    /// <summary>Takes from the queue what fits; what does not stays first in line.</summary>
    public static RoundPlan Take(Queue<Wanted> waiting)
    {
        RoundPlan plan = new();
        while (waiting.TryPeek(out Wanted? wanted) && (wanted.IsAbandoned || plan.TryAdd(wanted)))
        {
            waiting.Dequeue();
        }
        return plan;
    }

    /// <summary>A plan of exactly these; they must fit.</summary>
    public static RoundPlan Of(IEnumerable<Wanted> all)
    {
        RoundPlan plan = new();
        foreach (Wanted wanted in all)
        {
            plan.TryAdd(wanted);
        }
        return plan;
    }

    public bool IsEmpty => _groups.Count == 0;

    /// <summary>Kinds asked for: a refusal may concern one of them only.</summary>
    public IReadOnlyList<IdentifierKind> Kinds => [.. _groups.Keys.Select(static group => group.Kind).Distinct()];

    public IEnumerable<Wanted> Wanted
    {
        get
        {
            foreach (Wanted first in _groups.Values.SelectMany(static slots => slots.First))
            {
                for (Wanted? wanted = first; wanted is not null; wanted = wanted.Same)
                {
                    yield return wanted;
                }
            }
        }
    }

    /// <summary>The groups with their padded sizes. A slot stands for all who want the same: they hang on the first of them.</summary>
    public IEnumerable<(IReadOnlyList<Wanted> Slots, int Size)> Groups()
    {
        foreach (Slots group in _groups.Values)
        {
            int at = 0;
            foreach (int size in GroupSizes.Split(group.First.Count))
            {
                yield return (group.First.GetRange(at, Math.Min(size, group.First.Count - at)), size);
                at += size;
            }
        }
    }

    private bool TryAdd(Wanted wanted)
    {
        wanted.Same = null;
        (uint, IdentifierKind) name = (wanted.Epoch.Number, wanted.Kind);
        Slots group = _groups.TryGetValue(name, out Slots? known) ? known : new Slots();
        if (group.Places.TryGetValue(wanted.Key, out int place))
        {
            wanted.Same = group.First[place].Same;
            group.First[place].Same = wanted;
            return true;
        }
        if (group.First.Count == group.Room && !TryGrow(name, group))
        {
            return false;
        }
        group.Places.Add(wanted.Key, group.First.Count);
        group.First.Add(wanted);
        _groups[name] = group;
        return true;
    }

    /// <summary>The next padded size of a group, if the request holds it beside the others.</summary>
    private bool TryGrow((uint, IdentifierKind) name, Slots group)
    {
        Slots[] others = [.. _groups.Where(pair => pair.Key != name).Select(static pair => pair.Value)];
        long room = GroupSizes.Cost(group.First.Count + 1);
        int groups = GroupSizes.Split(group.First.Count + 1).Count + others.Sum(static other => GroupSizes.Split(other.First.Count).Count);
        if (room + others.Sum(static other => other.Room) > GroupSizes.MaxRequest || groups > GroupSizes.MaxGroups)
        {
            return false;
        }
        group.Room = room;
        return true;
    }

    private sealed class Slots
    {
        public Dictionary<CacheKey, int> Places { get; } = [];

        public List<Wanted> First { get; } = [];

        /// <summary>Elements that the group holds at its padded size.</summary>
        public long Room { get; set; }
    }
}
