using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>Which deltas a manifest offers. No I/O.</summary>
internal static class ChainRules
{
    /// <summary>Most deltas of one file.</summary>
    internal const int MaxDeltas = 64;

    /// <summary>
    /// The chain that leads to a file of <paramref name="length"/> bytes: the chain before and the newest step, oldest first, shortened from its old end until it is
    /// shorter than the file itself. None without a step: nothing leads to the new file then.
    /// </summary>
    internal static IReadOnlyList<ManifestDelta> Extend(IReadOnlyList<ManifestDelta> before, ManifestDelta? step, ulong length)
    {
        List<ManifestDelta> chain = step is null ? [] : [.. before, step];
        ulong total = chain.Aggregate(0UL, static (sum, delta) => sum + delta.Length);
        while (chain.Count > 0 && (chain.Count > MaxDeltas || total >= length))
        {
            total -= chain[0].Length;
            chain.RemoveAt(0);
        }
        return chain;
    }

    /// <summary>What is left of a chain when some of its files are gone: the part behind the last gap.</summary>
    internal static IReadOnlyList<ManifestDelta> Unbroken(IReadOnlyList<ManifestDelta> chain, Func<ManifestDelta, bool> isThere) =>
        [.. chain.Reverse().TakeWhile(isThere).Reverse()];
}
