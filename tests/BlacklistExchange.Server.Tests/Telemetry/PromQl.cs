using System.Text.RegularExpressions;

namespace BlacklistExchange.Server.Tests.Telemetry;

/// <summary>The names in a PromQL expression. promtool knows its grammar; this knows which words of it are metrics and labels, and holds them against a scrape.</summary>
internal sealed partial class PromQl
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "group_left", "group_right"];
    private static readonly HashSet<string> Groupings = ["by", "without", "on", "ignoring"];
    private static readonly HashSet<string> Functions = ["sum", "min", "max", "avg", "count", "topk", "bottomk", "rate", "increase", "histogram_quantile", "changes", "absent", "abs", "min_over_time", "max_over_time"];

    /// <summary>Of the scraper, not of the hub.</summary>
    private static readonly HashSet<string> Scrapers = ["instance", "job"];

    /// <summary>Labels whose values depend on what goes wrong.</summary>
    private static readonly HashSet<string> Open = ["http_response_status_code"];

    private readonly string[] _parts;
    private readonly List<(string Metric, List<(string Name, string Operator, string Value)> Matchers)> _selectors = [];
    private readonly List<string> _grouped = [];
    private readonly List<string> _unknown = [];
    private int _at;

    public PromQl(string expression)
    {
        _parts = [.. Part().Matches(expression).Select(static match => match.Value).Where(static part => !string.IsNullOrWhiteSpace(part))];
        while (_at < _parts.Length)
        {
            Read();
        }
    }

    /// <summary>What the scrape does not know, also of the labels that texts beside the expression show.</summary>
    public IEnumerable<string> Faults(Scrape scrape, IEnumerable<string> shown)
    {
        HashSet<string> labels = [.. Scrapers];
        foreach ((string metric, List<(string Name, string Operator, string Value)> matchers) in _selectors.Where(static selector => selector.Metric != "up"))
        {
            if (scrape.Labels(metric) is not { } known)
            {
                yield return $"There is no metric {metric}.";
                continue;
            }
            labels.UnionWith(known.Keys);
            foreach ((string name, string comparison, string value) in matchers.Where(static matcher => !Scrapers.Contains(matcher.Name)))
            {
                if (!known.TryGetValue(name, out HashSet<string>? values))
                {
                    yield return $"{metric} has no label {name}.";
                }
                else if (!Open.Contains(name) && value.Split('|').FirstOrDefault(one => !values.Contains(one)) is { } stranger)
                {
                    yield return $"{metric} has no {name}{comparison}\"{stranger}\".";
                }
            }
        }
        foreach (string label in _grouped.Concat(shown).Where(label => !labels.Contains(label)))
        {
            yield return $"None of {string.Join(", ", _selectors.Select(static selector => selector.Metric))} has a label {label}.";
        }
        foreach (string word in _unknown)
        {
            yield return $"'{word}' is no function that is used here.";
        }
    }

    private void Read()
    {
        string part = _parts[_at++];
        if (part == "[")
        {
            _at = Array.IndexOf(_parts, "]", _at) + 1;
        }
        else if (Groupings.Contains(part))
        {
            int end = Array.IndexOf(_parts, ")", _at);
            _grouped.AddRange(_parts[_at..end].Where(IsName));
            _at = end + 1;
        }
        else if (IsName(part) && !Words.Contains(part) && !Functions.Contains(part))
        {
            if (_at < _parts.Length && _parts[_at] == "(")
            {
                _unknown.Add(part);
                return;
            }
            _selectors.Add((part, Matchers()));
        }
    }

    private List<(string, string, string)> Matchers()
    {
        List<(string, string, string)> matchers = [];
        if (_at < _parts.Length && _parts[_at] == "{")
        {
            int end = Array.IndexOf(_parts, "}", _at);
            for (_at++; _at < end; _at += _parts[_at] == "," ? 1 : 0)
            {
                matchers.Add((_parts[_at], _parts[_at + 1], _parts[_at + 2].Trim('"')));
                _at += 3;
            }
            _at = end + 1;
        }
        return matchers;
    }

    private static bool IsName(string part) => Name().IsMatch(part);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|\$?[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9a-zA-Z.]*|=~|!~|!=|==|>=|<=|[^\s]|\s+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Part();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex Name();
}
