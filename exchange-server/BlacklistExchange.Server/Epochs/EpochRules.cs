using System.Globalization;

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
    /// Reads <c>now</c>, <c>+1h</c>, <c>+30m</c>, <c>+2d</c> or an ISO 8601 time; without a wish the first epoch of a list begins at once and a later one after the lead, so
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
        long? asked = wish == "now" ? now
            : wish.StartsWith('+') ? now + Lead(wish.AsSpan(1))
            : DateTimeOffset.TryParse(wish, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUnixTimeSeconds()
            : null;
        reason = asked is null ? $"'{wish}' is not a time: give now, +1h, +30m, +2d or 2026-05-01T00:00:00Z."
            : asked < now ? $"'{wish}' lies in the past."
            : asked > now + MaxLeadSeconds ? $"'{wish}' lies more than 90 days ahead."
            : "";
        notBefore = asked ?? notBefore;
        return reason.Length == 0;
    }

    internal static long End(long notBefore, int days) => notBefore + days * SecondsPerDay;

    internal static bool IsLive(long notBefore, long notAfter, long now) => notBefore <= now && now < notAfter;

    /// <summary>When the operator should have opened the next one, so that both live side by side for the overlap.</summary>
    internal static long OpenNextBy(long notAfter, int overlapDays) => notAfter - overlapDays * SecondsPerDay;

    private static long? Lead(ReadOnlySpan<char> text)
    {
        long unit = text.IsEmpty ? 0 : text[^1] switch { 'm' => 60, 'h' => 3_600, 'd' => SecondsPerDay, _ => 0 };
        return unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number * unit : null;
    }
}
