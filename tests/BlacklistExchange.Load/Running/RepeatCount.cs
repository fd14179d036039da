using System.Diagnostics.Metrics;
using BlacklistExchange.Client.Telemetry;

namespace BlacklistExchange.Load.Running;

/// <summary>Counts requests that the SDK sends again, as its own metric says.</summary>
internal sealed class RepeatCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _repeats;

    public RepeatCount()
    {
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _repeats, count));
        _listener.EnableMeasurementEvents(ClientTelemetry.Repeats);
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _repeats);

    public void Dispose() => _listener.Dispose();
}
