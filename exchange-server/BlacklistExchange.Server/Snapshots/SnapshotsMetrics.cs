using System.Diagnostics.Metrics;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>How long files take, how large they are, and how old what members see is (spec/telemetry.md).</summary>
internal sealed class SnapshotsMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _written;
    private readonly Counter<long> _entered;
    private readonly Counter<long> _left;

    public SnapshotsMetrics(HubMeter hub, Publications publications, Builder builder, TimeProvider time)
    {
        Meter meter = hub.Meter;
        _duration = meter.CreateHistogram("bex.snapshot.build.duration", "s", "One build of all files of a list, by whether a file changed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] });
        _failures = meter.CreateCounter<long>("bex.snapshot.failures", "{build}", "Builds that failed, by list; the manifest grows old meanwhile.");
        _written = meter.CreateCounter<long>("bex.snapshot.written", "By", "Bytes of new snapshot files, by list.");
        meter.CreateObservableGauge("bex.builder", () => builder.Term is null ? 0 : 1, "{node}", "1 on the node that builds list files, 0 on the others.");
        _entered = meter.CreateCounter<long>("bex.snapshot.entered", "{entry}", "Entries that came into a file of a list and kind: what members see anew. Counted by the node that builds; a new epoch begins with all of its own.");
        _left = meter.CreateCounter<long>("bex.snapshot.left", "{entry}", "Entries that went out of a file of a list and kind.");
        meter.CreateObservableGauge("bex.snapshot.entries", () => Files(publications, static file => (long)(file.Length - SnapshotHeader.Size) / SnapshotEntry.Size), "{entry}", "Entries in the current file of a list, epoch and kind.");
        meter.CreateObservableGauge("bex.snapshot.size", () => Files(publications, static file => (long)file.Length), "By", "Length of that file.");
        meter.CreateObservableGauge("bex.snapshot.deltas", () => Files(publications, static file => file.Deltas.Count), "{delta}", "Deltas that lead to that file.");
        meter.CreateObservableGauge("bex.manifest.age", () => publications.Manifests.Select(manifest =>
            new Measurement<double>((time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds((long)manifest.IssuedAt)).TotalSeconds, Tag("list", manifest.List))), "s", "Age of a list's newest manifest.");
    }

    /// <summary>A build begins: what it counts stands at zero if it never did.</summary>
    public void Begin(string list)
    {
        _failures.Add(0, Tag("list", list));
        _written.Add(0, Tag("list", list));
    }

    public void Built(string list, TimeSpan duration, IReadOnlyList<BuiltFile> files)
    {
        bool changed = files.Any(static file => file.Changed);
        _duration.Record(duration.TotalSeconds, Tag("list", list), Tag("changed", changed));
        _written.Add(files.Where(static file => file.Changed).Sum(static file => (long)file.Length), Tag("list", list));
        foreach (BuiltFile file in files)
        {
            _entered.Add(file.Turnover.Entered, Tag("list", list), Tag("kind", file.Key.KindName));
            _left.Add(file.Turnover.Left, Tag("list", list), Tag("kind", file.Key.KindName));
        }
    }

    public void Failed(string list) => _failures.Add(1, Tag("list", list));

    private static IEnumerable<Measurement<long>> Files(Publications publications, Func<ManifestFile, long> value) =>
        from manifest in publications.Manifests
        from file in manifest.Files
        select new Measurement<long>(value(file), Tag("list", manifest.List), Tag("epoch", file.Epoch), Tag("kind", new FileKey(manifest.List, file.Epoch, file.Kind).KindName));

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
