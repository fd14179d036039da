using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace BlacklistExchange.Agent.Telemetry;

/// <summary>
/// The text format for counters and gauges, which is all that SDK and agent have. The hub's own writes the points of its telemetry library; this one has no
/// such library. Names follow the same rules: base units spelled out, counters end in <c>_total</c>.
/// </summary>
internal static class PrometheusText
{
    public static string Of(IEnumerable<(Instrument Instrument, IReadOnlyDictionary<string, double> Series)> families)
    {
        StringBuilder text = new();
        foreach ((Instrument instrument, IReadOnlyDictionary<string, double> series) in families)
        {
            string name = FamilyName(instrument);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(IsGauge(instrument) ? "gauge" : "counter")}\n");
            foreach ((string labels, double value) in series)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value:R}\n");
            }
        }
        return text.ToString();
    }

    public static bool IsGauge(Instrument instrument) => instrument is Gauge<double> or ObservableGauge<double>;

    public static string Name(string name) => new([.. name.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);

    public static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string FamilyName(Instrument instrument)
    {
        string name = Name(instrument.Name);
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        string whole = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return IsGauge(instrument) ? whole : whole + "_total";
    }
}
