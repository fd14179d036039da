using System.Text.RegularExpressions;

namespace BlacklistExchange.Server.Tests.Telemetry;

/// <summary>What a hub shows at /metrics, taken apart: values by series, labels and their values by the name of a sample.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _labels = [];
    private readonly Dictionary<string, string> _values = [];

    public Scrape(string text)
    {
        Text = text;
        foreach (string line in text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#'))
        {
            string series = line[..line.LastIndexOf(' ')];
            _values.Add(series, line[(series.Length + 1)..]);
            Dictionary<string, HashSet<string>> labels = Of(series.Split('{')[0]);
            foreach (Match label in Label().Matches(series))
            {
                (labels.TryGetValue(label.Groups["name"].Value, out HashSet<string>? values) ? values : labels[label.Groups["name"].Value] = []).Add(label.Groups["value"].Value);
            }
        }
    }

    public string Text { get; }

    public int Series => _values.Count;

    /// <summary>Those of the hub's own meter; the others depend on what else this process does.</summary>
    public int OwnSeries => _values.Keys.Count(static series => series.StartsWith("bex_", StringComparison.Ordinal));

    /// <summary>Values by label of a sample's name; null when nothing is called so.</summary>
    public IReadOnlyDictionary<string, HashSet<string>>? Labels(string sample) => _labels.GetValueOrDefault(sample);

    /// <summary>The value of one series, written as the hub writes it; null when it is not there.</summary>
    public string? Value(string series) => _values.GetValueOrDefault(series);

    public static async Task<Scrape> OfAsync(HttpClient operators) => new(await operators.GetStringAsync("/metrics"));

    private Dictionary<string, HashSet<string>> Of(string sample) => _labels.TryGetValue(sample, out Dictionary<string, HashSet<string>>? labels) ? labels : _labels[sample] = [];

    [GeneratedRegex("""(?<name>[a-z_][a-z0-9_]*)="(?<value>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Label();
}
