using System.Diagnostics;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>A list of a million entries: built at the hub, opened and searched at the member.</summary>
internal static class ListFigures
{
    private const int Entries = 1_000_000;

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        long start = Stopwatch.GetTimestamp();
        SeededEntries entries = SeededEntries.Make(Entries);
        await Console.Error.WriteLineAsync($"{Entries} entries sealed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");

        string snapshot = folder.At("snapshot");
        start = Stopwatch.GetTimestamp();
        byte[] digest = Build(snapshot, entries);
        double buildSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long length = new FileInfo(snapshot).Length;

        MemberFolder.Write(folder.Root, snapshot, digest, TimeProvider.System.GetUtcNow());
        Probes.Write(folder.Root, entries);
        IReadOnlyList<Figure> member = await Child.MeasureAsync([MemberPart.Name, folder.Root, .. quick ? ["--quick"] : Array.Empty<string>()], cancellationToken);
        return new Report(
            [
                new Figure("build_s", buildSeconds, "hub: the snapshot file, sorted entries to disk"),
                new Figure("bytes_per_entry", (double)length / Entries, "snapshot file, header included"),
                .. member,
            ],
            [$"{Entries} entries under random entry keys, with real labels, really sealed."]);
    }

    private static byte[] Build(string path, SeededEntries entries)
    {
        using FileStream stream = File.Create(path);
        using SnapshotWriter writer = new(stream, new SnapshotHeader(ListNames.List, (byte)ListNames.Kind, ListNames.Epoch, (ulong)entries.Count));
        Span<byte> entry = stackalloc byte[SnapshotEntry.Size];
        for (int i = 0; i < entries.Count; i++)
        {
            entries.TagOf(i)[..SnapshotEntry.LabelOffset].CopyTo(entry);
            entries.Sealed(i).CopyTo(entry[SnapshotEntry.LabelOffset..]);
            writer.Add(entry);
        }

        return writer.Complete();
    }
}
