namespace BlacklistExchange.Cli.Terminal;

/// <summary>
/// A table without frames, at most as wide as asked (80 by default), right to the last column for wide characters. Ours because the width arithmetic of the usual
/// library fails on them: a Chinese text in a narrow column makes it throw or never end.
/// </summary>
internal sealed class TextTable(params TableColumn[] columns)
{
    public const int DefaultWidth = 80;

    private const string Gap = "  ";
    private const int Narrowest = 8;

    private readonly List<string[]> _rows = [];

    public int Count => _rows.Count;

    public void Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        _rows.Add([.. cells.Select(DisplayWidth.Harmless)]);
    }

    /// <summary>The lines, without trailing spaces; the first is the heading, the second its rule.</summary>
    public IEnumerable<string> Lines(int width = DefaultWidth)
    {
        int[] widths = Widths(Math.Min(width, DefaultWidth));
        yield return Line([.. columns.Select(static column => column.Title)], widths);
        yield return Line([.. widths.Select(static one => new string('-', one))], widths);
        foreach (string[] row in _rows)
        {
            string[][] cells = [.. row.Select((cell, index) => columns[index].Wraps ? DisplayWidth.Wrap(cell, widths[index]).ToArray() : [cell])];
            for (int line = 0; line < cells.Max(static cell => cell.Length); line++)
            {
                yield return Line([.. cells.Select(cell => line < cell.Length ? cell[line] : "")], widths);
            }
        }
    }

    private string Line(string[] cells, int[] widths) => string.Join(Gap, cells.Select((cell, index) =>
        columns[index].IsNumber ? cell.PadLeft(widths[index]) : DisplayWidth.Fit(cell, widths[index]))).TrimEnd();

    /// <summary>Natural widths, then the widest column that may shrink gives way, one by one, until the table fits.</summary>
    private int[] Widths(int width)
    {
        int[] widths = [.. columns.Select((column, index) => Math.Max(2, _rows.Select(row => DisplayWidth.Of(row[index])).Append(DisplayWidth.Of(column.Title)).Max()))];
        int over = widths.Sum() + Gap.Length * (columns.Length - 1) - width;
        while (over > 0)
        {
            int widest = Enumerable.Range(0, columns.Length).Where(index => !columns[index].IsNumber && widths[index] > Narrowest)
                .OrderByDescending(index => widths[index]).FirstOrDefault(-1);
            if (widest < 0)
            {
                break;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }
}
