using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>A list of a million entries: built by a real hub from its database, fetched by the SDK, opened and searched in a fresh process.</summary>
internal static class ListFigures
{
    private const int Entries = 1_000_000;

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        SeededEntries entries = SeededEntries.Make(Entries);
        double makeSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await using HubWorld world = await HubWorld.StartAsync(members: 1, cancellationToken);
        MemberFolder member = new(world.Members[0].Directory);
        Task probes = Task.Run(() => Probes.Write(member.Profile, entries), cancellationToken);
        EntryTable.Fill(world.Hub.Data.At("hub.db"), entries, TimeProvider.System.GetUtcNow());
        await probes;
        await Console.Error.WriteLineAsync($"{Entries} entries made in {makeSeconds:0.0} s and stored after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, not counted.");

        start = Stopwatch.GetTimestamp();
        BuiltFileLine built = await BuildAsync(world.Hub, cancellationToken);
        double buildSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double hubResident = world.Hub.ResidentMegabytes;

        start = Stopwatch.GetTimestamp();
        await member.SyncAsync(cancellationToken);
        double syncSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double writeSeconds = WriteSeconds(world.Hub.At("plain-write"), await File.ReadAllBytesAsync(member.Snapshot, cancellationToken));
        IReadOnlyList<Figure> opened = await Child.MeasureAsync([MemberPart.Name, member.Profile, .. quick ? ["--quick"] : Array.Empty<string>()], cancellationToken);

        return new Report(
            [
                new Figure("build_s", buildSeconds, "hub: `snapshot build`, from the entry table to the durable file and its signed manifest"),
                .. opened.Where(static figure => figure.Name == "open_s"),
                new Figure("bytes_per_entry", (double)built.Length / Entries, "the file, header included"),
                .. opened.Where(static figure => figure.Name != "open_s"),
                new Figure("write_s", writeSeconds, "reference for building: the same bytes from memory to a durable file, nothing else"),
                new Figure("sync_s", syncSeconds, "member: fetching the whole list over mTLS, verified and in force"),
                new Figure("hub_rss_mb", hubResident, "the hub's resident memory after the build"),
            ],
            [
                string.Create(CultureInfo.InvariantCulture, $"{entries.Count:N0} entries under random entry keys, labels really sealed, put into the database of a running bex-hub on loopback; putting them there is not counted."),
                "Times of building, fetching and opening are wall-clock, once; look-ups and labels are medians of rounds in processor time of one thread, every answer checked.",
                "Opening, look-ups and labels run in a fresh process; its resident memory includes the mapped file, which the system may drop at any time.",
            ]);
    }

    private static async Task<BuiltFileLine> BuildAsync(HubProcess hub, CancellationToken cancellationToken)
    {
        using OperatorClient console = OperatorClient.Open(new Uri(hub.Addresses.Operator), hub.OperatorFolder);
        BuildSnapshotsResponse response = await console.PostAsync(
            "snapshots", new BuildSnapshotsRequest(HubWorld.List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, cancellationToken);
        BuiltFileLine file = response.Lists.Single().Files.Single();
        return file is { Entries: Entries, Changed: true }
            ? file
            : throw new NotMeasuredException($"The hub built a file of {file.Entries} entries{(file.Changed ? "" : " before it was asked to")}; {Entries} are in its table.");
    }

    private static double WriteSeconds(string path, byte[] bytes)
    {
        long start = Stopwatch.GetTimestamp();
        DurableFile.Write(path, bytes);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
