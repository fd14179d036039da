using System.Data.Common;
using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Epochs;

/// <summary>When epochs end, and whether another one follows. The newest epoch of a list stays even when it has ended, so that nobody takes silence for health.</summary>
internal sealed class EpochsMetrics
{
    private readonly TimeProvider _time;
    private IReadOnlyList<(string List, long Epoch, long NotAfter)> _ends = [];

    public EpochsMetrics(HubMeter hub, TimeProvider time)
    {
        _time = time;
        hub.Meter.CreateObservableGauge("bex.epoch.left", () => Volatile.Read(ref _ends).Select(end => Of(end.NotAfter - _time.GetUtcNow().ToUnixTimeSeconds(), end)), "s",
            "Time until an epoch ends, less than zero once the newest of a list has.");
        hub.Meter.CreateObservableGauge("bex.epoch.successors", () => Volatile.Read(ref _ends).Select(end => Of(Successors(end), end)), "{epoch}", "Epochs of the list opened after this one; at zero, queries and reports end with it.");
    }

    public void Read(DbConnection connection, DbTransaction transaction) => Volatile.Write(ref _ends, EpochSql.Ends(connection, transaction, _time.GetUtcNow().ToUnixTimeSeconds()));

    private int Successors((string List, long Epoch, long NotAfter) end) => Volatile.Read(ref _ends).Count(other => other.List == end.List && other.Epoch > end.Epoch);

    private static Measurement<long> Of(long value, (string List, long Epoch, long NotAfter) end) => new(value, Tag("list", end.List), Tag("epoch", end.Epoch));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
