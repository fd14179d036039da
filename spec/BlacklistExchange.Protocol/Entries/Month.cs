using System.Globalization;

namespace BlacklistExchange.Protocol.Entries;

/// <summary>A calendar month in UTC, counted from 2000-01 = 0 (u16 on the wire; spec/protocol.md §2.1).</summary>
public readonly record struct Month(ushort Number) : IComparable<Month>
{
    /// <summary>The month that holds <paramref name="time"/> (UTC).</summary>
    /// <exception cref="OverflowException">The time is before 2000 or after 7461-04.</exception>
    public static Month Of(DateTimeOffset time) => new(checked((ushort)((time.UtcDateTime.Year - 2000) * 12 + time.UtcDateTime.Month - 1)));

    /// <summary>Reads <c>yyyy-MM</c> in the Gregorian calendar, whatever the process's culture; false for anything else, a year before 2000 or a month after 7461-04.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        bool parsed = DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
        int number = (time.Year - 2000) * 12 + time.Month - 1;
        parsed &= number is >= 0 and <= ushort.MaxValue;
        month = parsed ? new Month((ushort)number) : default;
        return parsed;
    }

    /// <summary>As <c>yyyy-MM</c>.</summary>
    public override string ToString() => $"{2000 + Number / 12:D4}-{Number % 12 + 1:D2}";

    /// <inheritdoc/>
    public int CompareTo(Month other) => Number.CompareTo(other.Number);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Month left, Month right) => left.Number < right.Number;

    /// <summary>Later than.</summary>
    public static bool operator >(Month left, Month right) => left.Number > right.Number;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Month left, Month right) => left.Number <= right.Number;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Month left, Month right) => left.Number >= right.Number;
}
