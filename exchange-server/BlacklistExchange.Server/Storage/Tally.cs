namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Counts that wait in memory until a background writer puts them into the store. Bounded: beyond <paramref name="limit"/> keys a new one is counted under the coarser one that
/// <paramref name="coarse"/> makes of it, which must be one of few. Safe for threads.
/// </summary>
internal sealed class Tally<TKey>(int limit, Func<TKey, TKey> coarse)
    where TKey : notnull
{
    private readonly Lock _one = new();
    private Dictionary<TKey, long> _counts = [];

    public void Add(TKey key, long count = 1)
    {
        lock (_one)
        {
            TKey kept = _counts.Count < limit || _counts.ContainsKey(key) ? key : coarse(key);
            _counts[kept] = _counts.GetValueOrDefault(kept) + count;
        }
    }

    /// <summary>All counts, which begin again at nothing.</summary>
    public IReadOnlyDictionary<TKey, long> Take()
    {
        lock (_one)
        {
            Dictionary<TKey, long> taken = _counts;
            _counts = [];
            return taken;
        }
    }

    /// <summary>Puts back what could not be written.</summary>
    public void GiveBack(IReadOnlyDictionary<TKey, long> counts)
    {
        foreach ((TKey key, long count) in counts)
        {
            Add(key, count);
        }
    }
}
