using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Where result rows go: a CSV file, CSV or NDJSON on stdout, or a table of everything that is not clear.</summary>
internal sealed class ResultSink : IDisposable
{
    private const int MostShown = 200;
    private const string Stdout = "-";

    private readonly CommandRun _run;
    private readonly bool _applicant;
    private readonly bool _identifiers;
    private readonly bool _csvToStdout;
    private readonly TextTable? _table;
    private int _unshown;

    public ResultSink(CommandRun run, string? outFile, string keyName, bool applicant, bool identifiers, ResumeChoice resume)
    {
        (_run, _applicant, _identifiers) = (run, applicant, identifiers);
        string[] header = VerdictRow.Header(CsvLine.Safe(keyName), applicant, identifiers);
        _csvToStdout = outFile == Stdout;
        if (_csvToStdout)
        {
            run.Environment.Output.Write(CsvLine.Of(header));
        }
        else if (outFile is not null)
        {
            File = ResultFile.Open(outFile, header, resume);
        }
        else if (!run.Json)
        {
            TableColumn grade = new(applicant ? "strength" : "category");
            _table = new TextTable([new("line", IsNumber: true), new(keyName == "line" ? "key" : keyName), new("verdict"), grade, .. identifiers ? [new("identifier")] : (TableColumn[])[], new("reason", Wraps: true)]);
        }
    }

    /// <summary>The result file; null when results go elsewhere.</summary>
    public ResultFile? File { get; }

    public void Write(IReadOnlyList<VerdictRow> rows)
    {
        if (_csvToStdout || File is not null)
        {
            string text = string.Concat(rows.Select(row => row.ToCsv(_applicant, _identifiers)));
            if (_csvToStdout)
            {
                _run.Environment.Output.Write(text);
            }
            File?.Append(text);
        }
        if (_run.Json && !_csvToStdout && File is null)
        {
            foreach (VerdictRow row in rows)
            {
                _run.Say(row.ToJson());
            }
        }
        foreach (VerdictRow row in _table is null ? [] : rows.Where(static row => row.Verdict != "not-listed" || row.Standing.Length > 0))
        {
            Show(row);
        }
    }

    /// <summary>Prints the table, when there is one.</summary>
    public void Finish()
    {
        if (_table is { Count: > 0 })
        {
            _run.Say(_table);
        }
        if (_unshown > 0)
        {
            _run.Say($"and {_unshown} more; --out FILE keeps all.");
        }
    }

    public void Dispose() => File?.Dispose();

    private void Show(VerdictRow row)
    {
        if (_table!.Count == MostShown)
        {
            _unshown++;
            return;
        }
        string line = row.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _table.Add([line, row.Key, row.Verdict, _applicant ? row.Strength : row.Category, .. _identifiers ? [row.Identifiers] : (string[])[], row.Reason]);
    }
}
