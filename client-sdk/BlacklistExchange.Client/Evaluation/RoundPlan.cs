using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Chooses which of the waiting go into the next request: in their order, as many as its limits hold, padding included. Those who want the same identifier
/// share one element.
/// </summary>
internal sealed class RoundPlan
{
    private readonly Dictionary<(uint Epoch, IdentifierKind Kind), Dictionary<CacheKey, List<Wanted>>> _groups = [];

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

    public IEnumerable<Wanted> Wanted => _groups.Values.SelectMany(static group => group.Values).SelectMany(static slot => slot);

    /// <summary>The groups with their padded sizes.</summary>
    public IEnumerable<(IReadOnlyList<IReadOnlyList<Wanted>> Slots, int Size)> Groups()
    {
        foreach (Dictionary<CacheKey, List<Wanted>> group in _groups.Values)
        {
            int at = 0;
            List<Wanted>[] slots = [.. group.Values];
            foreach (int size in GroupSizes.Split(slots.Length))
            {
                yield return (slots[at..Math.Min(at + size, slots.Length)], size);
                at += size;
            }
        }
    }

    private bool TryAdd(Wanted wanted)
    {
        (uint, IdentifierKind) name = (wanted.Epoch.Number, wanted.Kind);
        if (!_groups.TryGetValue(name, out Dictionary<CacheKey, List<Wanted>>? group))
        {
            group = [];
        }
        if (group.TryGetValue(wanted.Key, out List<Wanted>? same))
        {
            same.Add(wanted);
            return true;
        }
        long others = _groups.Where(pair => pair.Key != name).Sum(static pair => GroupSizes.Cost(pair.Value.Count));
        int otherGroups = _groups.Where(pair => pair.Key != name).Sum(static pair => GroupSizes.Split(pair.Value.Count).Count);
        if (others + GroupSizes.Cost(group.Count + 1) > GroupSizes.MaxRequest || otherGroups + GroupSizes.Split(group.Count + 1).Count > GroupSizes.MaxGroups)
        {
            return false;
        }
        group[wanted.Key] = [wanted];
        _groups[name] = group;
        return true;
    }
}
