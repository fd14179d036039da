using System.Buffers;
using System.Text;

namespace BlacklistExchange.Cli.Csv;

/// <summary>
/// Writes one record: RFC 4180 quoting, LF at the end. <see cref="Safe"/> keeps spreadsheets from running a cell that came from somebody else: a cell that begins
/// with = + - @ (half or full width), a tab or a line break gets an apostrophe in front, which a reader that wants the exact text takes off again.
/// </summary>
internal static class CsvLine
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> StartsFormula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    public static string Of(IReadOnlyList<string> fields)
    {
        StringBuilder line = new();
        for (int index = 0; index < fields.Count; index++)
        {
            Append(index == 0 ? line : line.Append(','), fields[index], alone: fields.Count == 1);
        }
        return line.Append('\n').ToString();
    }

    public static string Safe(string cell) => cell.Length > 0 && StartsFormula.Contains(cell[0]) ? "'" + cell : cell;

    private static void Append(StringBuilder line, string field, bool alone)
    {
        bool quote = field.AsSpan().ContainsAny(NeedsQuotes) || (alone && field.Length == 0) || field.AsSpan().Trim().Length != field.Length;
        _ = quote ? line.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"') : line.Append(field);
    }
}
