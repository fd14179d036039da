namespace BlacklistExchange.Protocol.Entries;

/// <summary>A calendar month in UTC, counted from 2000-01 = 0 (u16 on the wire; spec/protocol.md §2.1).</summary>
public readonly record struct Month(ushort Number) : IComparable<Month>
{
    /// <summary>The month that holds <paramref name="time"/> (UTC).</summary>
    public static Month Of(DateTimeOffset time) => new(checked((ushort)((time.UtcDateTime.Year - 2000) * 12 + time.UtcDateTime.Month - 1)));

    /// <summary>Reads <c>yyyy-MM</c>; false for anything else or a year before 2000.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        bool parsed = DateTime.TryParseExact(text, "yyyy-MM", null, System.Globalization.DateTimeStyles.None, out DateTime time) && time.Year >= 2000;
        month = parsed ? new Month((ushort)((time.Year - 2000) * 12 + time.Month - 1)) : default;
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
