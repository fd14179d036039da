using System.Data.Common;
using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Entries;

/// <summary>
/// How many entries are in which state. Counting looks at every row, so it is done at most once a minute and never takes more than a hundredth of the time:
/// a store that needs three seconds for it is counted every five minutes.
/// </summary>
internal sealed class EntriesMetrics
{
    private const int RestPerCount = 100;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _time;
    private IReadOnlyList<EntryCount> _counts = [];
    private TimeSpan _rest;
    private long _countedAt;

    public EntriesMetrics(HubMeter hub, TimeProvider time)
    {
        _time = time;
        hub.Meter.CreateObservableGauge("bex.entries", () => Volatile.Read(ref _counts).Select(Of), "{entry}", "Entries of a list, epoch and kind by state, as last counted: each minute, or more rarely when counting takes long.");
    }

    public void Read(DbConnection connection, DbTransaction transaction)
    {
        if (_time.GetElapsedTime(_countedAt) < _rest)
        {
            return;
        }
        long start = _time.GetTimestamp();
        Volatile.Write(ref _counts, EntrySql.Census(connection, transaction));
        _countedAt = _time.GetTimestamp();
        TimeSpan rest = RestPerCount * _time.GetElapsedTime(start, _countedAt);
        _rest = rest > ShortestRest ? rest : ShortestRest;
    }

    private static Measurement<long> Of(EntryCount count) => new(
        count.Entries, Tag("list", count.List), Tag("epoch", count.Epoch), Tag("kind", count.Kind), Tag("state", count.State));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
