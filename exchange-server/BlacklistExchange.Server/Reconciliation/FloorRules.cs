using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.Reconciliation;

/// <summary>What numbers a lost hub can have used since its backup was taken. No I/O (spec/decisions/0012-reconcile.md).</summary>
internal static class FloorRules
{
    /// <summary>More manifests than a hub can sign in a second: each follows the one before it, reads the list and waits for a durable commit.</summary>
    internal const long ManifestsPerSecond = 100;

    /// <summary>For a clock that was off, and for a backup that was taken and lost within seconds.</summary>
    internal const long Margin = 10_000;

    /// <summary>The highest number that an operator may say was seen: a slip of the hand must not use the numbers up.</summary>
    internal const long HighestSequence = 1L << 53;

    internal const long HighestEpoch = 1L << 20;
    private const long MinEpochSeconds = EpochRules.MinDays * 86_400L;

    /// <summary>The floor of one list.</summary>
    /// <param name="before">Its floor so far.</param>
    /// <param name="known">What the database has of the list.</param>
    /// <param name="seen">What members have seen of it, as far as it is known.</param>
    /// <param name="takenAt">When the backup was taken.</param>
    /// <param name="now">When it is reconciled.</param>
    internal static RestorationSql.Floor Of(RestorationSql.Floor before, KnownNumbers known, SeenNumbers? seen, long takenAt, long now)
    {
        long passed = Math.Max(0, now - takenAt);
        long sequence = Math.Max(known.Sequence, before.Sequence) + passed * ManifestsPerSecond + Margin;
        long lost = LostEpochs(known.EpochEnds, takenAt, Math.Max(takenAt, now));
        long epoch = lost == 0 ? before.Epoch : EpochRules.Next(known.Epoch, before.Epoch) + lost - 1;
        return new RestorationSql.Floor(known.List, Math.Max(sequence, seen?.Sequence ?? 0), Math.Max(epoch, seen?.Epoch ?? 0));
    }

    /// <summary>
    /// So many epochs can have been opened and lost: at most two are open at once and each runs for ninety days or more, so one in each place that was free, and again each time
    /// ninety days have passed.
    /// </summary>
    /// <param name="ends">When the list's epochs end.</param>
    /// <param name="takenAt">When the backup was taken.</param>
    /// <param name="now">Until when.</param>
    internal static long LostEpochs(IReadOnlyList<long> ends, long takenAt, long now)
    {
        long[] open = [.. ends.Where(end => end > takenAt).OrderDescending().Take(EpochRules.MaxOpen)];
        return Enumerable.Range(0, EpochRules.MaxOpen).Select(place => place < open.Length ? open[place] : takenAt)
            .Sum(free => free > now ? 0 : 1 + (now - free) / MinEpochSeconds);
    }
}
