using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>Collects on demand and writes the Prometheus text format (version 0.0.4).</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private readonly Lock _one = new();
    private string _text = "";

    public Func<int, bool>? Collect { get; set; }

    /// <summary>The figures as they are now.</summary>
    public string Scrape()
    {
        lock (_one)
        {
            return Collect?.Invoke(5000) == true ? _text : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        PrometheusText text = new();
        foreach (Metric metric in batch)
        {
            text.Add(metric);
        }
        _text = text.ToString();
        return ExportResult.Success;
    }
}
