using System.Globalization;

namespace BlacklistExchange.Server.Clock;

/// <summary>A time as operators write it, in unix seconds.</summary>
internal static class Moment
{
    internal const string Forms = "give now, +30m, +1h, +7d, 2026-05-01 or 2026-05-01T08:00:00+08:00 (UTC unless it says otherwise).";

    internal static bool TryParse(string? text, long now, out long at)
    {
        at = now;
        if (text == "now")
        {
            return true;
        }
        if (text?.StartsWith('+') == true)
        {
            bool relative = TrySpan(text.AsSpan(1), out long seconds);
            at = now + seconds;
            return relative;
        }
        bool absolute = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        at = absolute ? time.ToUnixTimeSeconds() : now;
        return absolute;
    }

    internal const string PastForms = "give 90m, 24h or 7d (that long ago), 2026-05-01 or 2026-05-01T08:00:00+08:00 (UTC unless it says otherwise).";

    /// <summary>The same of what has been: a bare span is that long ago.</summary>
    internal static bool TryParsePast(string? text, long now, out long at)
    {
        bool relative = TrySpan(text, out long seconds);
        at = now - seconds;
        return relative || (text?.StartsWith('+') != true && TryParse(text, now, out at));
    }

    /// <summary>Reads <c>30m</c>, <c>24h</c> or <c>7d</c> in seconds.</summary>
    internal static bool TrySpan(ReadOnlySpan<char> text, out long seconds)
    {
        long unit = text.IsEmpty ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        int number = 0;
        bool read = unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        seconds = read ? number * unit : 0;
        return read;
    }
}
