using System.Globalization;
using System.Text;
using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// The CSV file with the verdicts: mode 0600, appended and on the disk after every batch. A resumed run keeps the rows that have a certain verdict, drops the
/// others (they are asked again, so that the file never has two rows for a line), and refuses a file that belongs to another input.
/// </summary>
internal sealed class ResultFile : IDisposable
{
    private readonly DurableAppend _file;
    private readonly Dictionary<int, string> _kept = [];

    private ResultFile(DurableAppend file, AskedLog asked) => (_file, Asked) = (file, asked);

    public AskedLog Asked { get; }

    /// <summary>Rows kept from before, by verdict.</summary>
    public Dictionary<string, int> KeptVerdicts { get; } = [];

    /// <exception cref="InputException">The file exists and nobody said --resume, or it is not a result of this input.</exception>
    public static ResultFile Open(string path, string[] header, bool resume)
    {
        if (!File.Exists(path))
        {
            DurableAppend created = DurableAppend.Create(path);
            created.Write(CsvLine.Of(header));
            return new ResultFile(created, new AskedLog(path));
        }
        if (!resume)
        {
            throw new InputException($"{path} exists. Continue it with --resume, or choose another name; nothing is overwritten.");
        }
        List<CsvRow> kept = Keep(path, header);
        DurableAppend.Replace(path, CsvLine.Of(header) + string.Concat(kept.Select(static row => CsvLine.Of(row.Fields))));
        ResultFile file = new(DurableAppend.Open(path), new AskedLog(path));
        foreach (CsvRow row in kept)
        {
            file._kept[int.Parse(row.Fields[0], NumberStyles.None, CultureInfo.InvariantCulture)] = row.Fields[1];
            file.KeptVerdicts[row.Fields[2]] = file.KeptVerdicts.GetValueOrDefault(row.Fields[2]) + 1;
        }
        return file;
    }

    /// <summary>True when the line has its verdict already.</summary>
    /// <exception cref="InputException">The line had another key then: the input has changed.</exception>
    public bool Holds(InputRow row)
    {
        if (!_kept.TryGetValue(row.Line, out string? key))
        {
            return false;
        }
        return key == CsvLine.Safe(row.Key) ? true
            : throw new InputException($"Line {row.Line} has another key than in the result file: the input has changed since. Use another result file.");
    }

    public void Append(string rows) => _file.Write(rows);

    public void Dispose()
    {
        _file.Dispose();
        Asked.Dispose();
    }

    private static List<CsvRow> Keep(string path, string[] header)
    {
        string text = File.ReadAllText(path, Encoding.UTF8);
        // A run that was killed may have left half a row: what does not end in a line break does not count.
        CsvReader reader = new(new StringReader(text[..(text.LastIndexOf('\n') + 1)]));
        CsvRow? first = reader.Read();
        if (first is not null && (first.Fault is not null || !first.Fields.SequenceEqual(header)))
        {
            throw new InputException($"{path} is not a result of this command: its heading differs. Use the same options, or another file.");
        }
        List<CsvRow> kept = [];
        while (reader.Read() is { } row)
        {
            if (row.Fault is null && row.Fields.Count == header.Length && row.Fields[2] is "listed" or "not-listed" && int.TryParse(row.Fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                kept.Add(row);
            }
        }
        return kept;
    }
}
