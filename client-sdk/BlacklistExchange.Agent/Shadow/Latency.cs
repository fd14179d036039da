namespace BlacklistExchange.Agent.Shadow;

/// <summary>A histogram with fixed bounds: what it says of a share is the bound under which that share lies.</summary>
internal static class Latency
{
    /// <summary>Upper bounds in milliseconds; one bucket more has what took longer.</summary>
    public static readonly int[] Bounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];

    public static int BucketOf(TimeSpan time) => Bounds.Count(bound => time.TotalMilliseconds > bound);

    /// <summary>Milliseconds within which <paramref name="share"/> of all were done; null when there are none, the longest of all when it lies beyond the last bound.</summary>
    public static long? Within(double share, IReadOnlyList<long> counts, long most)
    {
        long all = counts.Sum();
        long seen = 0;
        for (int bucket = 0; all > 0 && bucket < Bounds.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= share * all)
            {
                return Math.Min(Bounds[bucket], most);
            }
        }
        return all == 0 ? null : most;
    }
}
