using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>Holds the OpenTelemetry providers while the host runs. Metrics are always there for <c>/metrics</c>; nothing is sent unless an OTLP endpoint is set.</summary>
internal sealed class TelemetryService(HubOptions options, IMeterFactory meters, PrometheusExporter prometheus, IEnumerable<IStandingCounters> counters) : IHostedService, IDisposable
{
    private const string AspNetCore = "Microsoft.AspNetCore";
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = BuildMetrics();
        foreach (IStandingCounters standing in counters)
        {
            standing.Begin();
        }
        _traces = options.Telemetry.Otlp is { } otlp ? BuildTraces(new Uri(otlp)) : null;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(2000);
        _metrics?.ForceFlush(2000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>The service's name on everything that is sent.</summary>
    public static void Describe(ResourceBuilder resource) => resource.Clear().AddService("bex-hub", serviceVersion: typeof(TelemetryService).Assembly.GetName().Version?.ToString(3));

    private MeterProvider BuildMetrics()
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(HubMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView(Own)
            .AddReader(new BaseExportingMetricReader(prometheus));
        if (options.Telemetry.Otlp is { } otlp)
        {
            builder.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(otlp));
        }
        return builder.Build();
    }

    /// <summary>Two hubs in one process (tests) do not count each other's requests.</summary>
    private MetricStreamConfiguration? Own(Instrument instrument) =>
        instrument.Meter.Scope is IMeterFactory scope && !ReferenceEquals(scope, meters) ? MetricStreamConfiguration.Drop : null;

    private static TracerProvider BuildTraces(Uri otlp) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(Describe)
        .AddSource(AspNetCore, HubSpans.Name)
        // A caller's flag does not decide what the operator sees: its traceparent says sampled or not for its own systems.
        .SetSampler(new AlwaysOnSampler())
        .AddProcessor(new SpanRedaction())
        .AddOtlpExporter(exporter => exporter.Endpoint = otlp)
        .Build();
}
