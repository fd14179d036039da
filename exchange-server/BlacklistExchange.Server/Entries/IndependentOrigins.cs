namespace BlacklistExchange.Server.Entries;

/// <summary>
/// Counts independent origins: the size of the largest set of reports in which no two share a top legal entity or an origin
/// (spec/protocol.md §7.3). Entities and origins are the two sides of a graph and a report is an edge, so it is a largest matching,
/// which no order of arrival can change.
/// </summary>
internal static class IndependentOrigins
{
    /// <summary>The count, or <paramref name="enough"/> as soon as it is reached.</summary>
    public static int Count(IEnumerable<EntryReport> reports, int enough)
    {
        Dictionary<string, HashSet<string>> edges = [];
        foreach (EntryReport report in reports)
        {
            if (!edges.TryGetValue(report.Entity, out HashSet<string>? origins))
            {
                edges[report.Entity] = origins = [];
            }
            origins.Add(report.Origin);
        }
        Dictionary<string, string> entityOfOrigin = [];
        int count = 0;
        foreach (string entity in edges.Keys)
        {
            if (count >= enough)
            {
                break;
            }
            count += Augment(entity, edges, entityOfOrigin) ? 1 : 0;
        }
        return count;
    }

    // Breadth first, since a chain of thousands of forwarded complaints must not deepen the stack.
    private static bool Augment(string start, Dictionary<string, HashSet<string>> edges, Dictionary<string, string> entityOfOrigin)
    {
        Dictionary<string, string> reachedFrom = [];
        Queue<string> entities = new([start]);
        while (entities.TryDequeue(out string? entity))
        {
            foreach (string origin in edges[entity])
            {
                if (!reachedFrom.TryAdd(origin, entity))
                {
                    continue;
                }
                if (!entityOfOrigin.TryGetValue(origin, out string? holder))
                {
                    Flip(origin, start, reachedFrom, entityOfOrigin);
                    return true;
                }
                entities.Enqueue(holder);
            }
        }
        return false;
    }

    private static void Flip(string free, string start, Dictionary<string, string> reachedFrom, Dictionary<string, string> entityOfOrigin)
    {
        Dictionary<string, string> originOfEntity = entityOfOrigin.ToDictionary(static pair => pair.Value, static pair => pair.Key);
        for (string origin = free; ;)
        {
            string entity = reachedFrom[origin];
            entityOfOrigin[origin] = entity;
            if (entity == start)
            {
                return;
            }
            origin = originOfEntity[entity];
        }
    }
}
