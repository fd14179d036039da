using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Acts;

/// <summary>Counts of this slice (spec/telemetry.md).</summary>
internal sealed class ActsMetrics(HubMeter hub) : IStandingCounters
{
    private readonly Counter<long> _entries = hub.Meter.CreateCounter<long>("bex.act.entries", "{entry}", "Entries changed by official acts, by verb.");

    public void Begin() => Array.ForEach(Enum.GetValues<ActVerb>(), verb => Acted(verb, 0));

    public void Acted(ActVerb verb, int entries) => _entries.Add(entries, new KeyValuePair<string, object?>("verb", ActRules.NameOf(verb)));
}
