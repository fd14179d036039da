using Microsoft.VisualBasic.FileIO;

namespace BlacklistExchange.Demo;

/// <summary>Reads the CSV files that the members' programs write.</summary>
internal static class Csv
{
    public sealed record Row(IReadOnlyDictionary<string, string> Cells)
    {
        public string this[string column] => Cells.TryGetValue(column, out string? cell) ? cell : throw new Stage.DemoException($"A file lacks the column '{column}'.");
    }

    public static IEnumerable<Row> Read(string path)
    {
        using TextFieldParser parser = new(path, System.Text.Encoding.UTF8) { Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        string[] header = parser.ReadFields() ?? [];
        while (parser.ReadFields() is { } cells)
        {
            yield return new Row(header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }
    }
}
