using System.Globalization;
using BlacklistExchange.Cli.Csv;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Finds columns by heading, or by number from 1 when there is no heading. Errors name headings, never cells.</summary>
internal sealed class CsvColumns
{
    private readonly IReadOnlyList<string>? _header;

    private CsvColumns(IReadOnlyList<string>? header, int? count) => (_header, Count) = (header, count);

    /// <summary>Fields every row must have; null until the first row of a file without heading says so.</summary>
    public int? Count { get; private set; }

    public static CsvColumns None() => new(null, null);

    /// <exception cref="InputException">The first record is missing, malformed, or repeats a heading.</exception>
    public static CsvColumns Read(CsvReader reader)
    {
        CsvRow? row = reader.Read() ?? throw new InputException("The CSV file is empty; a heading is needed, or --no-header.");
        if (row.Fault is not null)
        {
            throw new InputException($"The heading on line {row.Line} cannot be read: {row.Fault}.");
        }
        string[] names = [.. row.Fields.Select(static field => field.Trim())];
        string? twice = names.GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1 && group.Key.Length > 0)?.Key;
        return twice is null ? new CsvColumns(names, names.Length) : throw new InputException($"The heading has the column '{twice}' twice.");
    }

    public int? TryFind(string name)
    {
        int index = _header?.ToList().IndexOf(name) ?? -1;
        return index < 0 ? null : index;
    }

    /// <exception cref="InputException">There is no such column.</exception>
    public int Find(string name)
    {
        if (_header is null)
        {
            return int.TryParse(name, NumberStyles.None, null, out int number) && number >= 1 ? number - 1
                : throw new InputException("With --no-header columns are numbers from 1.");
        }
        return TryFind(name) ?? throw new InputException($"There is no column '{name}'. {Hint()}");
    }

    /// <summary>Why the row has not the columns of the rest; null when it has.</summary>
    public string? Fault(CsvRow row, int needed)
    {
        Count ??= row.Fields.Count;
        return row.Fields.Count != Count ? $"the line has {row.Fields.Count} fields where {(_header is null ? "the first line" : "the heading")} has {Count}"
            : needed >= row.Fields.Count ? $"the line has {row.Fields.Count} fields; column {needed + 1} was asked for"
            : null;
    }

    private string Hint()
    {
        string only = _header is [string one] ? one : "";
        return only.Contains(';') || only.Contains('\t')
            ? "The heading is one field with semicolons or tabs in it: export the file with commas."
            : $"Columns: {string.Join(", ", _header!)}.";
    }
}
