using System.Globalization;
using System.Text;
using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// The rows of a result file that a resumed run keeps and never asks again: those with a verdict. Unsure is none, a bad line may be mended; a stale one is asked
/// again only on demand, since it costs again. Of a row the line stays in memory and a digest of its key.
/// </summary>
internal sealed class WrittenRows
{
    private const string Unsure = "unsure";

    private readonly Dictionary<int, int> _keys = [];

    private WrittenRows()
    {
    }

    /// <summary>Lines that have their verdict.</summary>
    public LineSet Lines { get; } = new();

    /// <summary>Rows kept, by verdict.</summary>
    public Dictionary<string, int> Verdicts { get; } = [];

    /// <summary>Reads a result file from one end to the other.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The heading it must have.</param>
    /// <param name="again">Also leave out stale rows.</param>
    /// <param name="keep">Told every row kept.</param>
    /// <exception cref="InputException">The file has another heading.</exception>
    public static WrittenRows Read(string path, string[] header, bool again, Action<CsvRow> keep)
    {
        WrittenRows written = new();
        using StreamReader text = new(path, Encoding.UTF8);
        CsvReader reader = new(text);
        CsvRow? first = reader.Read();
        if (first is not null && reader.EndsInLineBreak && (first.Fault is not null || !first.Fields.SequenceEqual(header)))
        {
            throw new InputException($"{path} is not a result of this command: its heading differs. Use the same options, or another file.");
        }
        while (reader.Read() is { } row)
        {
            // A run that was killed may have left half a row, which has no line break; whatever it says does not count.
            if (reader.EndsInLineBreak && row.Fault is null && row.Fields.Count == header.Length && IsKept(row.Fields[2], again)
                && int.TryParse(row.Fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int line) && written._keys.TryAdd(line, KeyOf(row.Fields[1])))
            {
                written.Lines.Add(line, line);
                written.Verdicts[row.Fields[2]] = written.Verdicts.GetValueOrDefault(row.Fields[2]) + 1;
                keep(row);
            }
        }
        return written;
    }

    /// <summary>True when the line has its verdict already.</summary>
    /// <exception cref="InputException">The line had another key then: the input has changed.</exception>
    public bool Holds(InputRow row)
    {
        if (!_keys.TryGetValue(row.Line, out int key))
        {
            return false;
        }
        return key == KeyOf(CsvLine.Safe(row.Key)) ? true
            : throw new InputException($"Line {row.Line} has another key than in the result file: the input has changed since. Use another result file.");
    }

    private static bool IsKept(string verdict, bool again) => verdict is not (Unsure or VerdictRow.BadLineVerdict) && !(again && verdict == VerdictRow.StaleVerdict);

    /// <summary>Differs from run to run, as everything that is kept of a key may.</summary>
    private static int KeyOf(string key) => string.GetHashCode(key, StringComparison.Ordinal);
}
