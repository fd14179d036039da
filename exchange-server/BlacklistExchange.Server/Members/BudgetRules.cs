namespace BlacklistExchange.Server.Members;

/// <summary>
/// Sizes and states of budgets, without I/O (spec/protocol.md §5.4). The burst is a bucket that fills within the hour, the day begins anew at 00:00 UTC, and
/// nothing refills an epoch. Time that runs backwards refills nothing.
/// </summary>
internal static class BudgetRules
{
    /// <summary>Evaluations under one key, the margin of a static Diffie-Hellman oracle.</summary>
    internal const long KeyMargin = 1L << 36;

    /// <summary>Seconds in which an empty burst fills; debts are kept in units times this, so that a refill is a whole number each second.</summary>
    internal const long BurstSeconds = 3_600;

    /// <summary>Seconds of refill that count at most, two years: times the largest limit this stays within 64 bits.</summary>
    internal const long LongestRefill = 1L << 26;

    internal const int RenewalUnitsPerItem = 8;
    private const long SecondsPerDay = 86_400;
    private static readonly Dictionary<string, long> Spaces = new() { ["phone"] = 2_000_000_000, ["resident-id"] = 100_000_000_000 };

    /// <summary>The size that follows from a declared volume a day: four times it a day (two live epochs, padding), two years' worth an epoch.</summary>
    internal static BudgetSize SizeFor(long declaredPerDay, PolicyOptions defaults) => declaredPerDay <= 0
        ? new BudgetSize(defaults.Burst, defaults.Day, defaults.Epoch)
        : new BudgetSize(Math.Max(defaults.Burst, declaredPerDay), 4 * declaredPerDay, 2 * 365 * declaredPerDay);

    internal static long DayOf(long now) => now / SecondsPerDay;

    internal static long NextDay(long now) => (DayOf(now) + 1) * SecondsPerDay;

    internal static long BurstDebt(long limit, long debt, long at, long now) => Math.Max(0, debt - limit * Math.Clamp(now - at, 0, LongestRefill));

    internal static long BurstRemaining(long limit, long debt, long at, long now) =>
        Math.Max(0, limit * BurstSeconds - BurstDebt(limit, debt, at, now)) / BurstSeconds;

    /// <summary>When <paramref name="units"/> fit the burst; null when they never will.</summary>
    internal static long? BurstFits(long limit, long debt, long at, long now, long units)
    {
        if (units > limit || limit == 0)
        {
            return null;
        }
        long over = BurstDebt(limit, debt, at, now) + (units - limit) * BurstSeconds;
        return over <= 0 ? now : now + (over + limit - 1) / limit;
    }

    internal static long DayRemaining(long limit, long day, long used, long now) => Math.Max(0, limit - (day < DayOf(now) ? 0 : used));

    /// <summary>Years in which one entity's budget would sweep every value of the kind; null for kinds without a known size.</summary>
    internal static double? YearsToSweep(string kind, BudgetSize size, int epochDays) =>
        Spaces.TryGetValue(kind, out long space) ? space / Math.Max(1, Math.Min(size.Epoch * 365.0 / epochDays, size.Day * 365.0)) : null;
}
