using System.Diagnostics.Metrics;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>What the SDK says it asked the hub for since it was last looked at.</summary>
internal sealed class SpentUnits : IDisposable
{
    private const string ClientMeter = "BlacklistExchange.Client";

    private readonly MeterListener _listener = new();
    private long _units;
    private long _identifiers;

    public SpentUnits()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ClientMeter && instrument.Name is "bex.client.evaluation.units" or "bex.client.evaluation.identifiers")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name == "bex.client.evaluation.units" ? ref _units : ref _identifiers, value));
        _listener.Start();
    }

    /// <summary>Units, padding included, and the identifiers in them.</summary>
    public (long Units, long Identifiers) Take() => (Interlocked.Exchange(ref _units, 0), Interlocked.Exchange(ref _identifiers, 0));

    public void Dispose() => _listener.Dispose();
}
