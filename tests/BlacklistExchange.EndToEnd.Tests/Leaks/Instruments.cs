using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>Writes down every span of the SDK and every measurement of this process.</summary>
internal sealed class Instruments : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _measurements;

    public Instruments()
    {
        _spans = new ActivityListener
        {
            // The HTTP client's own span names the address that it called; the hub's own spans are seen as they are exported.
            ShouldListenTo = static source => source.Name.StartsWith("BlacklistExchange", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Spans.Enqueue(
                $"{span.Source.Name} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} {string.Join(' ', span.Events.SelectMany(static one => one.Tags.Prepend(new(one.Name, null))))}"),
        };
        ActivitySource.AddActivityListener(_spans);
        _measurements = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _measurements.SetMeasurementEventCallback<long>(Write);
        _measurements.SetMeasurementEventCallback<int>(Write);
        _measurements.SetMeasurementEventCallback<double>(Write);
        _measurements.Start();
    }

    public ConcurrentQueue<string> Spans { get; } = new();

    public ConcurrentQueue<string> Measurements { get; } = new();

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }

    private void Write<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        Measurements.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}");
}
