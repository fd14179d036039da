using System.Diagnostics.Metrics;
using System.Globalization;

namespace BlacklistExchange.Agent.Telemetry;

/// <summary>Sums counters and keeps the last value of gauges, of the SDK's meter and of this agent's, since the start of the process.</summary>
internal sealed class MeterReadings : IDisposable
{
    private const string ClientMeter = "BlacklistExchange.Client";

    private readonly Lock _gate = new();
    private readonly Dictionary<Instrument, SortedDictionary<string, double>> _series = [];
    private readonly MeterListener _listener = new();
    private readonly bool _hidesVerdicts;

    public MeterReadings(AgentMetrics metrics, AgentSettings settings)
    {
        _hidesVerdicts = settings.Shadow;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ClientMeter || ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>One scrape in the Prometheus text format.</summary>
    public string Scrape()
    {
        _listener.RecordObservableInstruments();
        lock (_gate)
        {
            return PrometheusText.Of(_series.OrderBy(static pair => pair.Key.Name, StringComparer.Ordinal).Select(static pair => (pair.Key, (IReadOnlyDictionary<string, double>)pair.Value)));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_hidesVerdicts && HasVerdict(tags))
        {
            return;
        }
        string labels = Labels(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(instrument, out SortedDictionary<string, double>? series))
            {
                _series[instrument] = series = new SortedDictionary<string, double>(StringComparer.Ordinal);
            }
            series[labels] = PrometheusText.IsGauge(instrument) ? value : series.GetValueOrDefault(labels) + value;
        }
    }

    /// <summary>In shadow mode a scrape before and after a check would tell what nobody is told.</summary>
    private static bool HasVerdict(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach ((string name, _) in tags)
        {
            if (name == "verdict")
            {
                return true;
            }
        }
        return false;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in tags)
        {
            labels[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        return string.Join(',', labels.Select(static label => $"{PrometheusText.Name(label.Key)}=\"{PrometheusText.Escape(label.Value)}\""));
    }
}
