using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Reports;

/// <summary>Counts of this slice (spec/telemetry.md); never by member, list or tag.</summary>
internal sealed class ReportsMetrics(HubMeter hub) : IStandingCounters
{
    /// <summary>Problems with which a report is refused.</summary>
    internal static readonly string[] Refusals =
    [
        "malformed-json", "unknown-field", "duplicate-field", "missing-field", "wrong-type", "invalid-field", "unsupported-media-type",
        "too-large", "purpose-not-allowed", "statement-malformed", "statement-mismatch", "signature-invalid",
        "commitment-mismatch", "duplicate-item", "kind-not-enabled", "policy-version-unknown", "month-out-of-range", "evidence-not-allowed",
        "epoch-not-current", "report-id-reused", "report-cap-reached", "clock-stepped",
    ];

    private readonly Counter<long> _reports = hub.Meter.CreateCounter<long>("bex.reports", "{report}", "Reports by outcome: accepted, repeated, or the name of the problem.");
    private readonly Counter<long> _items = hub.Meter.CreateCounter<long>("bex.report.items", "{item}", "Items of accepted reports.");
    private readonly Counter<long> _retracted = hub.Meter.CreateCounter<long>("bex.report.items.retracted", "{item}", "Items withdrawn by their reporters.");
    private readonly Counter<long> _renewed = hub.Meter.CreateCounter<long>("bex.report.items.renewed", "{item}", "Items carried into a newer epoch.");
    private readonly Counter<long> _expired = hub.Meter.CreateCounter<long>("bex.entries.expired", "{entry}", "Entries erased because their time was over.");

    public void Begin()
    {
        Array.ForEach(["accepted", "repeated", .. Refusals], outcome => Count(outcome, 0));
        Array.ForEach([_items, _retracted, _renewed, _expired], static counter => counter.Add(0));
    }

    public void Filed(Outcome<FiledReport> outcome)
    {
        bool kept = outcome.TryGet(out FiledReport? report, out Refusal? refusal);
        Count(!kept ? refusal!.Type.Name : report!.IsNew ? "accepted" : "repeated", 1);
        if (kept && report!.IsNew)
        {
            _items.Add(report.Items);
        }
    }

    public void Retracted(int items) => _retracted.Add(items);

    public void Renewed(int items) => _renewed.Add(items);

    public void Expired(int entries) => _expired.Add(entries);

    private void Count(string outcome, int reports) => _reports.Add(reports, new KeyValuePair<string, object?>("outcome", outcome));
}
