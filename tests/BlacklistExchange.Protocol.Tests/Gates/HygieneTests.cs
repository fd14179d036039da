using System.Text.RegularExpressions;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What must be in the tree, and what must not.</summary>
public sealed partial class HygieneTests
{
    private static readonly HashSet<string> Text = new(StringComparer.Ordinal)
        { ".cs", ".csproj", ".props", ".sln", ".sql", ".md", ".yaml", ".yml", ".json", ".mjs", ".js", ".txt", ".sh", ".editorconfig", ".gitignore", ".gitattributes", ".npmrc", "" };

    [Theory]
    [InlineData("LICENSE", "Apache License")]
    [InlineData("SECURITY.md", "# ")]
    [InlineData("CHANGELOG.md", "# Changelog")]
    [InlineData("CONTRIBUTING.md", "## The laws of the house")]
    [InlineData("spec/protocol.md", "# ")]
    [InlineData("spec/identifiers.md", "# ")]
    [InlineData("spec/threats.md", "# ")]
    [InlineData("spec/problems.md", "## Types")]
    [InlineData("spec/telemetry.md", "## Metrics")]
    [InlineData("spec/openapi.yaml", "openapi: \"3.1.0\"")]
    public void Keeps_the_documents(string path, string part) => Assert.Contains(part, Repository.Read(path));

    [Fact]
    public void Keeps_the_tree_finished_and_clean() => Gate.Holds(Repository.Files.Where(static path => Text.Contains(Path.GetExtension(path)))
        .SelectMany(static path => Violations(path, Repository.Read(path))));

    [Fact]
    public void Keeps_every_project_in_the_solution_and_locked()
    {
        string solution = Repository.Read("BlacklistExchange.sln").Replace('\\', '/');
        // The consumer is a stranger's project: only packages lead to it.
        Gate.Holds(Repository.Files.Where(static path => path.EndsWith(".csproj", StringComparison.Ordinal) && path != "tests/consumer/Consumer.csproj").SelectMany(path => new[]
        {
            solution.Contains(path, StringComparison.Ordinal) ? null : $"{path} is not in BlacklistExchange.sln.",
            Repository.Files.Contains($"{Path.GetDirectoryName(path)}/packages.lock.json") ? null : $"{path} has no packages.lock.json beside it.",
        }).OfType<string>());
    }

    [Fact]
    public void Keeps_links_in_documents_alive() => Gate.Holds(Repository.Files.Where(static path => path.EndsWith(".md", StringComparison.Ordinal)).SelectMany(static path => DeadLinks(path, Repository.Read(path))));

    [Theory]
    [InlineData("see [the spec](protocol.md) and `[a](b)`", 0)]
    [InlineData("see [the spec](no-such-file.md#there)", 1)]
    public void Refuses_a_planted_link(string text, int dead) => Assert.Equal(dead, DeadLinks("spec/x.md", text).Count());

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("[Fact(Sk" + "ip = \"slow\")]")]
    [InlineData("see /ho" + "me/someone/notes")]
    [InlineData("\"resolved\": \"ht" + "tps://registry.example.test/a.tgz\"")]
    [InlineData("<<<<" + "<<< HEAD")]
    public void Refuses_a_planted_line(string line) => Assert.Single(Violations("x", "fine\n" + line + "\n"));

    [Theory]
    [InlineData("no ASCII 'todo' list, a home/address and /v1/home/done")]
    [InlineData("Skipped 3 lines")]
    public void Returns_nothing_for_a_clean_line(string line) => Assert.Empty(Violations("x", line));

    private static IEnumerable<string> Violations(string path, string text) =>
        from pair in text.Split('\n').Select(static (line, index) => (Line: line, Number: index + 1))
        where Dirt().IsMatch(pair.Line)
        select $"{path}:{pair.Number} {Dirt().Match(pair.Line).Value}";

    private static IEnumerable<string> DeadLinks(string path, string text) =>
        from link in Link().Matches(Code().Replace(text, ""))
        where !Path.Exists(Path.Combine(Repository.At(Path.GetDirectoryName(path)!), link.Groups["target"].Value))
        select $"{path} links to {link.Groups["target"].Value}, which is not there.";

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)(?<target>[^)#\s]+)")]
    private static partial Regex Link();

    // Unfinished work, skipped tests, paths of somebody's machine, package hosts, conflict marks.
    [GeneratedRegex("""\b(?:TO(?:DO)|FIX(?:ME)|XX(?:X)|HA(?:CK))\b|NotImplemented(?:Exception)|\bSkip(?:\s*=\s*)["$]|(?<![\w.])/(?:home|root|Users|work)/\w|"resolved":\s*"(?:https?:)|^(?:<{7}|>{7}) """)]
    private static partial Regex Dirt();
}
