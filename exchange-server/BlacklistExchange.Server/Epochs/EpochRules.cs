using BlacklistExchange.Server.Clock;

namespace BlacklistExchange.Server.Epochs;

/// <summary>When epochs begin and end, without I/O (spec/protocol.md §4).</summary>
internal static class EpochRules
{
    internal const int MinDays = 90;
    internal const int MaxDays = 365;

    /// <summary>Epochs of one list that may be open at once: the ending one and its successor; each costs every query its units.</summary>
    internal const int MaxOpen = 2;

    private const long MaxLeadSeconds = 90 * 86_400L;
    private const long SecondsPerDay = 86_400;

    /// <summary>
    /// Reads when an operator wants it to begin (<see cref="Moment"/>); without a wish the first epoch of a list begins at once and a later one after the lead, so
    /// that every node holds its keys in time.
    /// </summary>
    internal static bool TryStart(string? wish, bool first, long leadSeconds, long now, out long notBefore, out string reason)
    {
        reason = "";
        notBefore = first ? now : now + leadSeconds;
        if (wish is null)
        {
            return true;
        }
        bool known = Moment.TryParse(wish, now, out long asked);
        reason = !known ? $"'{wish}' is not a time: {Moment.Forms}"
            : asked < now ? $"'{wish}' lies in the past."
            : asked > now + MaxLeadSeconds ? $"'{wish}' lies more than 90 days ahead."
            : "";
        notBefore = known ? asked : notBefore;
        return reason.Length == 0;
    }

    /// <summary>
    /// The next epoch's number. After a restoration a lost epoch may have had any number up to <paramref name="floor"/>: then one more is left out, since whoever has seen the epoch of the
    /// number before takes the new one only as its successor (spec/protocol.md §4).
    /// </summary>
    internal static long Next(long last, long floor) => floor > last ? floor + 2 : last + 1;

    internal static long End(long notBefore, int days) => notBefore + days * SecondsPerDay;

    internal static bool IsLive(long notBefore, long notAfter, long now) => notBefore <= now && now < notAfter;

    /// <summary>When the operator should have opened the next one, so that both live side by side for the overlap.</summary>
    internal static long OpenNextBy(long notAfter, int overlapDays) => notAfter - overlapDays * SecondsPerDay;
}
