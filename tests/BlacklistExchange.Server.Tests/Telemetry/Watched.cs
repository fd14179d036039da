using System.Text.Json;
using System.Text.RegularExpressions;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Server.Tests.Telemetry;

/// <summary>An expression that somebody watches a hub by, where it stands, and the labels that the texts beside it show.</summary>
internal sealed partial record Watched(string Where, string Expression, IReadOnlyList<string> Shown)
{
    public const string Rules = "ops/alerts/hub.rules.yml";
    public const string Board = "ops/dashboards/hub.json";

    /// <summary>The alert rules, which are written one expression a line.</summary>
    public static IReadOnlyList<Watched> Alerts()
    {
        string[] alerts = [.. Repository.Read(Rules).Split("      - alert: ").Skip(1)];
        return [.. alerts.Select(static text => new Watched(text.Split('\n')[0], Line(text, "expr: "), [.. Template().Matches(text).Select(static match => match.Groups["label"].Value)]))];
    }

    /// <summary>Panels of the dashboard, rows too.</summary>
    public static IReadOnlyList<JsonElement> Panels() => [.. JsonDocument.Parse(Repository.Read(Board)).RootElement.GetProperty("panels").EnumerateArray()];

    public static IEnumerable<Watched> Targets() =>
        from panel in Panels()
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select new Watched(panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!,
            [.. Legend().Matches(target.GetProperty("legendFormat").GetString()!).Select(static match => match.Groups["label"].Value)]);

    /// <summary>The rest of the first line that begins so.</summary>
    public static string Line(string text, string key)
    {
        string line = text.Split('\n').First(line => line.TrimStart().StartsWith(key, StringComparison.Ordinal));
        return line.TrimStart()[key.Length..];
    }

    public IEnumerable<string> Faults(Scrape scrape) => new PromQl(Expression).Faults(scrape, Shown).Select(fault => $"{Where}: {fault}");

    [GeneratedRegex(@"\$labels\.(?<label>\w+)")]
    private static partial Regex Template();

    [GeneratedRegex(@"\{\{(?<label>\w+)\}\}")]
    private static partial Regex Legend();
}
