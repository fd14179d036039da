using System.Text.RegularExpressions;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What migrations create and who writes it.</summary>
internal static partial class Tables
{
    private const string Migrations = "exchange-server/BlacklistExchange.Server/Storage/Migrations/";

    /// <summary>SQL that is not a slice's: the store's own, and the one door of the audit.</summary>
    private static readonly string[] OtherSql = ["exchange-server/BlacklistExchange.Server/Storage/Migrations.cs", "exchange-server/BlacklistExchange.Server/Storage/StoreConnection.cs", "exchange-server/BlacklistExchange.Server/Audit/AuditLog.cs"];

    /// <summary>The row copier of backup, restore and move: it fills whole tables of a database in which nothing has run, by names that the migrations give.</summary>
    private const string Copier = "exchange-server/BlacklistExchange.Server/Copies/RowsSql.cs";

    public static IReadOnlyList<(string Path, string Text)> Scripts { get; } =
        [.. Repository.Files.Where(static path => path.StartsWith(Migrations, StringComparison.Ordinal)).Select(static path => (path, Repository.Read(path)))];

    public static IReadOnlyList<string> Names { get; } = [.. NamesIn(Scripts).Distinct(StringComparer.Ordinal)];

    /// <summary>Tables that some scripts create.</summary>
    public static IEnumerable<string> NamesIn(IEnumerable<(string Path, string Text)> scripts) =>
        scripts.SelectMany(static script => Creation().Matches(script.Text)).Select(static match => match.Groups["table"].Value);

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

    /// <summary>Statements stand in <c>…Sql.cs</c>, beside the functions that run them.</summary>
    public static IEnumerable<string> Misplaced(SourceFile file) => file.Name.EndsWith("Sql", StringComparison.Ordinal) || OtherSql.Contains(file.Path) ? []
        : file.Strings().Where(static found => Statement().IsMatch(found.Text)).Select(found => $"{file.At(found.Node)} SQL stands in a …Sql.cs, beside the function that runs it.");

    /// <summary>Statements name their columns.</summary>
    public static IEnumerable<string> Starred(SourceFile file) =>
        file.Strings().Where(static found => Star().IsMatch(found.Text)).Select(found => $"{file.At(found.Node)} name the columns instead of '*'.");

    /// <summary>One folder writes a table, and every table is written.</summary>
    public static IEnumerable<string> Shared(IReadOnlyList<SourceFile> files, IReadOnlyList<string> tables)
    {
        List<(string Table, string Folder, string Where)> writes = [.. from file in files
                                                                      where file.Path != Copier
                                                                      from found in file.Strings()
                                                                      from match in Write().Matches(found.Text)
                                                                      select (match.Groups["table"].Value, file.Folder, file.At(found.Node))];
        IEnumerable<string> unknown = writes.Where(write => !tables.Contains(write.Table)).Select(static write => $"{write.Where} writes '{write.Table}', which no migration creates under that name.");
        IEnumerable<string> shared = from table in writes.Where(write => tables.Contains(write.Table)).GroupBy(static write => write.Table)
                                     let folders = table.Select(static write => write.Folder).Distinct(StringComparer.Ordinal).ToArray()
                                     where folders.Length > 1
                                     select $"one slice writes a table, and {table.Key} is written by {string.Join(" and ", folders)}: {string.Join(", ", table.Select(static write => write.Where))}";
        IEnumerable<string> idle = tables.Where(table => writes.All(write => write.Table != table)).Select(static table => $"table {table} is created and never written.");
        return [.. unknown, .. shared, .. idle];
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
