using System.Text;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>A table that fits 80 columns: the widest columns of text give way first. A header that begins with <c>&gt;</c> aligns its column to the right and keeps its width.</summary>
internal sealed class TextTable(params string[] headers)
{
    private const int Screen = 80;
    private const int Gap = 2;
    private const int Least = 6;
    private readonly List<string[]> _rows = [];

    public TextTable Row(params object?[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, headers.Length);
        _rows.Add([.. cells.Select(static cell => cell switch
        {
            null => "–",
            long number => number.ToString("N0"),
            int number => number.ToString("N0"),
            _ => cell.ToString()!,
        })]);
        return this;
    }

    public TextTable Rows<T>(IEnumerable<T> items, Func<T, object?[]> cells)
    {
        foreach (T item in items)
        {
            Row(cells(item));
        }
        return this;
    }

    public override string ToString()
    {
        if (_rows.Count == 0)
        {
            return "(none)";
        }
        string[] titles = [.. headers.Select(static header => header.TrimStart('>'))];
        int[] widths = [.. titles.Select((title, column) => _rows.Max(row => TextWidth.Of(row[column])) is int widest && widest > TextWidth.Of(title) ? widest : TextWidth.Of(title))];
        while (widths.Sum() + Gap * (widths.Length - 1) > Screen && Widest(widths) is int widestText)
        {
            widths[widestText]--;
        }
        StringBuilder text = new();
        Line(text, titles, widths);
        _rows.ForEach(row => Line(text, row, widths));
        return text.ToString();
    }

    /// <summary>A day as tables show it.</summary>
    public static string Day(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd");

    /// <summary>A minute as tables show it, UTC.</summary>
    public static string Minute(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd HH:mm'Z'");

    private int? Widest(int[] widths)
    {
        int[] text = [.. Enumerable.Range(0, widths.Length).Where(column => !headers[column].StartsWith('>') && widths[column] > Least)];
        return text.Length == 0 ? null : text.MaxBy(column => widths[column]);
    }

    private void Line(StringBuilder text, string[] cells, int[] widths) => text.AppendLine(
        string.Join(new string(' ', Gap), cells.Select((cell, column) => TextWidth.Fit(cell, widths[column], headers[column].StartsWith('>')))).TrimEnd());
}
