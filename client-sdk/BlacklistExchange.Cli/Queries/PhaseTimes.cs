using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Where a run's time went. Reading and writing are told here, the rest comes from the SDK's own metric (spec/telemetry.md). Work on several cores and requests
/// in flight together add up, so the phases may sum to more than the run.
/// </summary>
internal sealed class PhaseTimes : IDisposable
{
    public const string Reading = "reading";
    public const string Writing = "writing";
    private const string Meter = "BlacklistExchange.Client";
    private const string Metric = "bex.client.evaluation.time";
    private const string Tag = "phase";

    /// <summary>The phases in their order, by the names the metric has for them.</summary>
    private static readonly (string Name, string Shown)[] Order =
        [(Reading, "reading"), ("blind", "blinding"), ("hub", "waiting for the hub"), ("verify", "verifying"), ("look-up", "looking up"), (Writing, "writing")];

    private readonly Dictionary<string, double> _seconds = Order.ToDictionary(static phase => phase.Name, static _ => 0.0);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly MeterListener _listener = new();

    public PhaseTimes()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter && instrument.Name == Metric)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach ((string name, object? value) in tags)
            {
                if (name == Tag && value is string phase)
                {
                    Add(phase, seconds);
                }
            }
        });
        _listener.Start();
    }

    /// <summary>Counts the time since <paramref name="start"/>, from any thread.</summary>
    public void Add(string phase, long start) => Add(phase, Stopwatch.GetElapsedTime(start).TotalSeconds);

    public string Describe()
    {
        lock (_seconds)
        {
            return $"{Text(Stopwatch.GetElapsedTime(_start).TotalSeconds)} s, processor {Text(ProcessorSeconds)} s; threads and requests added up: {string.Join(", ", Order.Select(phase => $"{phase.Shown} {Text(_seconds[phase.Name])}"))}.";
        }
    }

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["total"] = Rounded(Stopwatch.GetElapsedTime(_start).TotalSeconds), ["processor"] = Rounded(ProcessorSeconds) };
        lock (_seconds)
        {
            foreach ((string name, string shown) in Order)
            {
                json[shown.Replace(' ', '_')] = Rounded(_seconds[name]);
            }
        }
        return json;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string phase, double seconds)
    {
        lock (_seconds)
        {
            _seconds[phase] = _seconds.GetValueOrDefault(phase) + seconds;
        }
    }

    /// <summary>Of the whole process, all cores, since its start.</summary>
    private static double ProcessorSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static double Rounded(double seconds) => Math.Round(seconds, 3);

    private static string Text(double seconds) => seconds.ToString(seconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
