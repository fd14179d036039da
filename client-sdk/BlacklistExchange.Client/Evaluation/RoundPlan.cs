using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// What goes into one request, as much as its limits hold, padding included. Those who want the same identifier share one element.
/// </summary>
internal sealed class RoundPlan
{
    private readonly Dictionary<(uint Epoch, IdentifierKind Kind), Slots> _groups = [];

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

    /// <summary>Kinds and epochs asked for.</summary>
    public IReadOnlyCollection<(uint Epoch, IdentifierKind Kind)> Names => _groups.Keys;

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

    /// <summary>Whether a group has padding that somebody could fill.</summary>
    public bool HasRoom((uint Epoch, IdentifierKind Kind) name) => _groups.TryGetValue(name, out Slots? group) && group.First.Count < group.Room;

    /// <summary>Hangs on whoever is in the plan and wants the same; false when nobody does.</summary>
    public bool TryJoin(Wanted wanted)
    {
        if (!_groups.TryGetValue((wanted.Epoch.Number, wanted.Kind), out Slots? group) || !group.Places.TryGetValue(wanted.Key, out int place))
        {
            return false;
        }
        wanted.Same = group.First[place].Same;
        group.First[place].Same = wanted;
        return true;
    }

    /// <summary>Takes one in, with an element of its own unless somebody wants the same; false when the request has no room for it.</summary>
    public bool TryAdd(Wanted wanted)
    {
        if (TryJoin(wanted))
        {
            return true;
        }
        (uint, IdentifierKind) name = (wanted.Epoch.Number, wanted.Kind);
        Slots group = _groups.TryGetValue(name, out Slots? known) ? known : new Slots();
        if (group.First.Count == group.Room && !TryGrow(name, group))
        {
            return false;
        }
        wanted.Same = null;
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
