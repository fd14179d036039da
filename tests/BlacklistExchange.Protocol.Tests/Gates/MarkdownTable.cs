namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Rows of the tables in a document of spec/.</summary>
internal static class MarkdownTable
{
    /// <summary>Cells of every row whose first cell is code, backticks taken off; the tables under one heading.</summary>
    public static IReadOnlyList<string[]> Rows(string document, string heading)
    {
        string[] lines = document.Split('\n');
        int start = Array.IndexOf(lines, heading);
        Assert.True(start >= 0, $"There is no heading '{heading}'.");
        int level = heading.TakeWhile(static letter => letter == '#').Count();
        return [.. lines.Skip(start + 1).TakeWhile(line => !(line.StartsWith('#') && line.TakeWhile(static letter => letter == '#').Count() <= level))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Trim('|', ' ').Split(" | ").Select(static cell => cell.Trim().Trim('`')).ToArray())];
    }
}
