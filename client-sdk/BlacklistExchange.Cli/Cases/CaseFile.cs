using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Queries;

namespace BlacklistExchange.Cli.Cases;

/// <summary>
/// Reads a case file: rows with one case_id are the identifiers of one infringer. A bad line makes its whole case wait, since half a case would be reported as a
/// whole one; a line that cannot be read at all makes the cases before and after it wait, since it may belong to either.
/// </summary>
internal static class CaseFile
{
    /// <summary>The cases in the order of their first lines, and the lines that belong to none.</summary>
    public static (IReadOnlyList<CaseDraft> Cases, IReadOnlyList<CaseFault> Strays) Read(TextReader text, string folder, DateTimeOffset now)
    {
        CsvReader reader = new(text);
        CsvColumns header = CsvColumns.Read(reader);
        CaseColumns columns = new(header);
        Dictionary<string, CaseBuilder> cases = [];
        List<CaseFault> strays = [];
        List<CaseFault> unread = [];
        CaseBuilder? last = null;
        while (reader.Read() is { } row)
        {
            string? fault = row.Fault ?? header.Fault(row, columns.Last);
            if (fault is not null)
            {
                CaseFault unreadable = new(row.Line, $"line: {fault}");
                last?.Wait(unreadable);
                unread.Add(unreadable);
                continue;
            }
            string id = columns.Cell(row.Fields, "case_id");
            if (id.Length is 0 or > 200)
            {
                strays.Add(new CaseFault(row.Line, "case_id: a line needs the number of its case, at most 200 characters"));
                continue;
            }
            last = cases.TryGetValue(id, out CaseBuilder? known) ? known : cases[id] = new CaseBuilder(id, folder, now);
            unread.ForEach(last.Wait);
            unread.Clear();
            last.Add(row, columns);
        }
        strays.AddRange(unread.Where(_ => last is null));
        return ([.. cases.Values.Select(static one => one.Finish())], strays);
    }
}
