using System.Data.Common;
using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Members;

/// <summary>How much of the budgets is spent. Slugs of entities and lists, never what was asked for.</summary>
internal sealed class MembersMetrics
{
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private BudgetUses? _uses;

    public MembersMetrics(HubMeter hub, HubOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Meter meter = hub.Meter;
        meter.CreateObservableGauge("bex.budget.day.used", () => Uses(static uses => uses.Days).Select(OfDay), "1", "Share of an entity's day budget that is spent, grants included; nothing for what it never used.");
        meter.CreateObservableGauge("bex.budget.epoch.used", () => Uses(static uses => uses.Epochs).Select(OfEpoch), "1", "Share of an entity's budget of a live epoch that is spent, grants included.");
        meter.CreateObservableGauge("bex.budget.hub.used", () => Uses(static uses => uses.HubWide).Select(OfAll), "1", "Share of the budget of a live epoch that all members together have spent.");
        meter.CreateObservableGauge("bex.key.used", () => Uses(static uses => uses.Keys).Select(OfAll), "1", "Share of the 2^36 evaluations that a live epoch's key may safely do.");
    }

    public void Read(DbConnection connection, DbTransaction transaction) =>
        Volatile.Write(ref _uses, new BudgetUses(connection, transaction, _options.Policy, _time.GetUtcNow().ToUnixTimeSeconds()));

    private IReadOnlyList<BudgetUse> Uses(Func<BudgetUses, IReadOnlyList<BudgetUse>> of) => Volatile.Read(ref _uses) is { } uses ? of(uses) : [];

    private static Measurement<double> OfDay(BudgetUse use) => new(use.Share, Tag("entity", use.Entity), Tag("list", use.List), Tag("kind", use.Kind));

    private static Measurement<double> OfEpoch(BudgetUse use) => new(use.Share, Tag("entity", use.Entity), Tag("list", use.List), Tag("kind", use.Kind), Tag("epoch", use.Epoch));

    private static Measurement<double> OfAll(BudgetUse use) => new(use.Share, Tag("list", use.List), Tag("kind", use.Kind), Tag("epoch", use.Epoch));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
