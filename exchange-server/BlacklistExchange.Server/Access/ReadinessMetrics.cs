using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Access;

/// <summary>What <c>/readyz</c> says, for whoever scrapes. The store's word is that of the last round of figures: a scrape does not ask it.</summary>
internal sealed class ReadinessMetrics
{
    public ReadinessMetrics(HubMeter hub, IEnumerable<ReadinessCheck> checks, ReadStoredFigures figures) =>
        hub.Meter.CreateObservableGauge("bex.ready", () => checks.Select(static check => Ready(check.Name, check.Fault() is null)).Append(Ready("store", figures.Succeeded)),
            "{check}", "1 for each check of /readyz that is fine, else 0.");

    private static Measurement<int> Ready(string check, bool fine) => new(fine ? 1 : 0, new KeyValuePair<string, object?>("check", check));
}
