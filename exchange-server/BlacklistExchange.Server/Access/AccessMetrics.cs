using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Access;

/// <summary>Who is turned away at the gate, by problem and port.</summary>
internal sealed class AccessMetrics(HubMeter hub)
{
    private readonly Counter<long> _refused = hub.Meter.CreateCounter<long>("bex.access.refusals", "{request}", "Requests refused before any route, by problem and port.");

    public void Refused(Refusal refusal, HubPort port) =>
        _refused.Add(1, new KeyValuePair<string, object?>("problem", refusal.Type.Name), new KeyValuePair<string, object?>("port", port.ToString().ToLowerInvariant()));
}
