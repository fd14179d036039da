using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>One scrape. Names follow promtool's rules: base units spelled out, counters end in <c>_total</c>, nothing else does.</summary>
internal sealed class PrometheusText
{
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    private sealed record Family(string Type, string Help)
    {
        public List<string> Lines { get; } = [];

        public HashSet<string> Series { get; } = new(StringComparer.Ordinal);
    }

    public void Add(Metric metric)
    {
        string type = TypeOf(metric.MetricType);
        string name = NameOf(metric.Name, metric.Unit, type);
        if (!_families.TryGetValue(name, out Family? family))
        {
            family = new Family(type, metric.Description is { Length: > 0 } help ? help : metric.Name);
            _families.Add(name, family);
        }
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            string labels = Labels(point.Tags);
            // Two meters with one name for one series: the first stands, since a scrape with a series twice is refused whole.
            if (family.Type == type && family.Series.Add(labels))
            {
                Add(family.Lines, name, labels, metric.MetricType, in point);
            }
        }
    }

    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((string name, Family family) in _families.Where(static pair => pair.Value.Lines.Count > 0))
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n');
            family.Lines.ForEach(line => text.Append(line).Append('\n'));
        }
        return text.ToString();
    }

    /// <summary>The family's name for an instrument's name and UCUM unit.</summary>
    public static string NameOf(string name, string? unit, string type)
    {
        string result = Sanitize(name);
        string suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "1" when type == "gauge" => "_ratio",
            _ => "",
        };
        if (!result.EndsWith(suffix, StringComparison.Ordinal))
        {
            result += suffix;
        }
        if (type == "counter")
        {
            return result.EndsWith("_total", StringComparison.Ordinal) ? result : result + "_total";
        }
        // Suffixes that belong to other types.
        return result.EndsWith("_count", StringComparison.Ordinal) ? result[..^"_count".Length] + "_number"
            : result.EndsWith("_total", StringComparison.Ordinal) ? result[..^"_total".Length] : result;
    }

    private static void Add(List<string> lines, string name, string labels, MetricType type, in MetricPoint point)
    {
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                lines.Add($"{name}{Braced(labels)} {point.GetSumLong()}");
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                lines.Add($"{name}{Braced(labels)} {Number(point.GetSumDouble())}");
                break;
            case MetricType.LongGauge:
                lines.Add($"{name}{Braced(labels)} {point.GetGaugeLastValueLong()}");
                break;
            case MetricType.DoubleGauge:
                lines.Add($"{name}{Braced(labels)} {Number(point.GetGaugeLastValueDouble())}");
                break;
            case MetricType.Histogram:
                AddHistogram(lines, name, labels, in point);
                break;
            default:
                throw new NotSupportedException($"Metric {name} is of type {type}, which the text format does not know.");
        }
    }

    private static void AddHistogram(List<string> lines, string name, string labels, in MetricPoint point)
    {
        string before = labels.Length == 0 ? "" : labels + ",";
        long cumulative = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            lines.Add($"{name}_bucket{{{before}le=\"{Number(bucket.ExplicitBound)}\"}} {cumulative}");
        }
        lines.Add($"{name}_sum{Braced(labels)} {Number(point.GetHistogramSum())}");
        lines.Add($"{name}_count{Braced(labels)} {point.GetHistogramCount()}");
    }

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram or MetricType.ExponentialHistogram => "histogram",
        _ => "gauge",
    };

    private static string Labels(OpenTelemetry.ReadOnlyTagCollection tags)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            labels.TryAdd(Sanitize(tag.Key), Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""));
        }
        return string.Join(',', labels.Select(static label => $"{label.Key}=\"{label.Value}\""));
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Sanitize(string name)
    {
        string result = new([.. name.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
        return char.IsAsciiDigit(result[0]) ? "_" + result : result;
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
