using System.Text.RegularExpressions;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What migrations create and who writes it.</summary>
internal static partial class Tables
{
    private const string Migrations = "exchange-server/BlacklistExchange.Server/Storage/Migrations/";

    /// <summary>SQL that is not a slice's: the store's own, and the one door of the audit.</summary>
    private static readonly string[] OtherSql = ["exchange-server/BlacklistExchange.Server/Storage/Migrations.cs", "exchange-server/BlacklistExchange.Server/Storage/StoreConnection.cs", "exchange-server/BlacklistExchange.Server/Audit/AuditLog.cs"];

    public static IReadOnlyList<(string Path, string Text)> Scripts { get; } =
        [.. Repository.Files.Where(static path => path.StartsWith(Migrations, StringComparison.Ordinal)).Select(static path => (path, Repository.Read(path)))];

    public static IReadOnlyList<string> Names { get; } = [.. Scripts.SelectMany(static script => Creation().Matches(script.Text)).Select(static match => match.Groups["table"].Value)];

    /// <summary>Every table opens with its sentence: who may read it, what a thief learns, what losing it costs.</summary>
    public static IEnumerable<string> Unexplained(string path, string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string before = i > 0 ? lines[i - 1] : "";
            if (Creation().IsMatch(lines[i]) && !(before.StartsWith("-- ", StringComparison.Ordinal) && before.Contains("read", StringComparison.Ordinal)
                && before.Contains("thief", StringComparison.Ordinal) && before.Contains("losing", StringComparison.Ordinal)))
            {
                yield return $"{path}:{i + 1} the line above a table says who may read it, what a thief learns and what losing it costs.";
            }
        }
    }

    /// <summary>Statements stand in <c>…Sql.cs</c> and name their columns; one folder writes a table.</summary>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> files, IReadOnlyList<string> tables)
    {
        List<(string Table, string Folder, string Where)> writes = [];
        foreach (SourceFile file in files)
        {
            foreach ((string text, Microsoft.CodeAnalysis.SyntaxNode node) in file.Strings())
            {
                bool isPlace = file.Name.EndsWith("Sql", StringComparison.Ordinal) || OtherSql.Contains(file.Path);
                if (Statement().IsMatch(text) && !isPlace)
                {
                    yield return $"{file.At(node)} SQL stands in a …Sql.cs, beside the function that runs it.";
                }
                if (Star().IsMatch(text))
                {
                    yield return $"{file.At(node)} name the columns instead of '*'.";
                }
                writes.AddRange(Write().Matches(text).Select(match => (match.Groups["table"].Value, file.Folder, file.At(node))));
            }
        }
        foreach ((string table, _, string where) in writes.Where(write => !tables.Contains(write.Table)))
        {
            yield return $"{where} writes '{table}', which no migration creates under that name.";
        }
        foreach (IGrouping<string, (string Table, string Folder, string Where)> table in writes.Where(write => tables.Contains(write.Table)).GroupBy(static write => write.Table))
        {
            string[] folders = [.. table.Select(static write => write.Folder).Distinct(StringComparer.Ordinal)];
            if (folders.Length > 1)
            {
                yield return $"table {table.Key} is written by {string.Join(" and ", folders)}, and one slice writes a table: {string.Join(", ", table.Select(static write => write.Where))}";
            }
        }
        foreach (string unwritten in tables.Where(table => writes.All(write => write.Table != table)))
        {
            yield return $"table {unwritten} is created and never written.";
        }
    }

    [GeneratedRegex(@"^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?<table>\w+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Creation();

    [GeneratedRegex(@"^\s*(?:(?:SELECT|WITH|PRAGMA|SAVEPOINT)\s+\w|(?i:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET|SELECT\s+[\w.,\s()*]+\s+FROM)\s)")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(?:SELECT|RETURNING)\s+(?:DISTINCT\s+)?(?:\w+\.)?\*", RegexOptions.IgnoreCase)]
    private static partial Regex Star();

    [GeneratedRegex(@"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?(?=\s+[\w{}]+(?:\s+AS\s+\w+)?\s+SET\b))\s+(?<table>[\w{}]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Write();
}
