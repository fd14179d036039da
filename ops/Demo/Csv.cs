namespace BlacklistExchange.Demo;

/// <summary>Reads the CSV files that the members' programs write; none of the columns used here is ever quoted.</summary>
internal static class Csv
{
    public sealed record Row(IReadOnlyDictionary<string, string> Cells)
    {
        public string this[string column] => Cells.TryGetValue(column, out string? cell) ? cell : throw new Stage.DemoException($"A file lacks the column '{column}'.");
    }

    public static IEnumerable<Row> Read(string path)
    {
        string[]? header = null;
        foreach (string line in File.ReadLines(path))
        {
            string[] cells = line.TrimStart('\uFEFF').Split(',');
            if (header is null)
            {
                header = cells;
                continue;
            }
            yield return new Row(header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }
    }
}
