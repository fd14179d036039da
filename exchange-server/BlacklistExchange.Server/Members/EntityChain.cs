namespace BlacklistExchange.Server.Members;

/// <summary>A chain of companies, child to parent. The top of a chain counts once, for budgets and for independence.</summary>
internal static class EntityChain
{
    /// <summary>The top of the chain that <paramref name="slug"/> stands in; itself when it has no parent.</summary>
    internal static string Top(IReadOnlyDictionary<string, string> parents, string slug)
    {
        string top = slug;
        for (int left = parents.Count; left >= 0 && parents.TryGetValue(top, out string? parent); left--)
        {
            top = parent;
        }
        return top;
    }

    /// <summary>True when linking would make an entity its own ancestor.</summary>
    internal static bool WouldCycle(IReadOnlyDictionary<string, string> parents, string child, string parent)
    {
        string? at = parent;
        for (int left = parents.Count + 1; left >= 0 && at is not null; left--)
        {
            if (at == child)
            {
                return true;
            }
            at = parents.GetValueOrDefault(at);
        }
        return false;
    }

    /// <summary>The entity and every entity below it.</summary>
    internal static IReadOnlyList<string> Below(IReadOnlyDictionary<string, string> parents, string top) =>
        [top, .. parents.Keys.Where(slug => slug != top && Top(parents, slug) == top)];
}
