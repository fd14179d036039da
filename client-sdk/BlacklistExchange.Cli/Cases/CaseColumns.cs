using BlacklistExchange.Cli.Queries;

namespace BlacklistExchange.Cli.Cases;

/// <summary>Where the columns of a case file stand. The names are fixed; their order is not, and others are ignored aloud.</summary>
internal sealed class CaseColumns
{
    public static readonly string[] Required = ["case_id", "kind", "identifier", "category", "evidence_type", "observed"];
    public static readonly string[] Optional = ["namespace", "right", "basis", "notice_served", "complainant", "evidence_file"];

    private readonly Dictionary<string, int> _at = [];

    /// <exception cref="InputException">A required column is missing.</exception>
    public CaseColumns(CsvColumns columns)
    {
        string[] missing = [.. Required.Where(name => columns.TryFind(name) is null)];
        if (missing.Length > 0)
        {
            throw new InputException($"The case file lacks the columns {string.Join(", ", missing)}. Required: {string.Join(", ", Required)}. Optional: {string.Join(", ", Optional)}.");
        }
        foreach (string name in Required.Concat(Optional))
        {
            if (columns.TryFind(name) is { } index)
            {
                _at[name] = index;
            }
        }
    }

    public int Last => _at.Values.Max();

    /// <summary>The cell without outer spaces; empty when the column is not there.</summary>
    public string Cell(IReadOnlyList<string> fields, string column) => _at.TryGetValue(column, out int index) ? fields[index].Trim() : "";
}
