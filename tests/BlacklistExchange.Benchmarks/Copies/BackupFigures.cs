using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Benchmarks.Lists;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Server;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Benchmarks.Copies;

/// <summary>A backup of a running hub with a million entries, and what it takes to be back from it.</summary>
internal static class BackupFigures
{
    private const int Entries = 1_000_000;
    private const int QuickEntries = 200_000;
    private const double Megabyte = 1024 * 1024;
    private const string Restored = "restored";

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        int entries = quick ? QuickEntries : Entries;
        await using HubWorld world = await HubWorld.StartAsync(members: 1, cancellationToken);
        DataFolder data = world.Hub.Data;
        using (Kek kek = KekSource.Read(HubSettings.Read(data, []).Kek, data))
        {
            EntryTable.Fill(data.At("hub.db"), SeededEntries.Make(entries), TimeProvider.System.GetUtcNow(), kek);
        }

        await world.BuildAsync(cancellationToken);

        string backup = world.Hub.At("backup");
        IReadOnlyList<Figure> taken = await Child.MeasureAsync([CopyPart.Name, data.Path, backup], cancellationToken);
        double copy = CopySeconds(backup, world.Hub.At("copy"));
        DataFolder restoredTo = new(world.Hub.At(Restored));
        IReadOnlyList<Figure> restored = await Child.MeasureAsync([CopyPart.Name, restoredTo.Path, backup, "--keys", data.At("keys")], cancellationToken);
        double copyDatabase = CopySeconds(restoredTo.At("hub.db"), world.Hub.At("copy"));
        IReadOnlyList<Figure> back = await BackAsync(world, cancellationToken);

        return new Report(
            [
                .. taken,
                new Figure("backup_mb", new FileInfo(backup).Length / Megabyte, "the file"),
                new Figure("copy_s", copy, "reference: the same bytes copied to a durable file"),
                new Figure("backup_ratio", taken[0].Value / copy, "backup by that copy"),
                .. restored,
                new Figure("copy_database_s", copyDatabase, "reference: the restored database's bytes copied to a durable file"),
                new Figure("restore_ratio", restored[0].Value / copyDatabase, "restore by that copy"),
                .. back,
            ],
            [
                string.Create(CultureInfo.InvariantCulture, $"{entries:N0} listed entries in the database of a running bex-hub on SQLite, with the list's file built; putting them there is not counted."),
                "Backup and restore run each in a process of its own, once, wall-clock; the copies follow at once, on the same disk, each ending with fsync of file and folder.",
                "The restored hub is served as a process of its own; `fsck` looks at it beside that process, and `reconcile` is the operator's verb over its port. Both are processes, timed from start to end. One entity, one list of one kind, one live epoch.",
                "A restore reads the whole backup twice, writes it, and reads every row back to compare digests.",
            ]);
    }

    /// <summary>The restored hub as its operator finds it, until it takes changes again.</summary>
    private static async Task<IReadOnlyList<Figure>> BackAsync(HubWorld world, CancellationToken cancellationToken)
    {
        await using HubProcess hub = new(world.Hub.At(""), Restored, HubProcess.Unlimited) { OperatorFolder = world.Hub.OperatorFolder };
        await hub.ServeAsync(cancellationToken);
        double sample = await VerbSecondsAsync(hub, cancellationToken, "fsck");
        double all = await VerbSecondsAsync(hub, cancellationToken, "fsck", "--all");
        double reconciled = await VerbSecondsAsync(hub, cancellationToken, "reconcile", "--yes", "--operator", hub.OperatorFolder);
        return
        [
            new Figure("fsck_s", sample, "`bex-hub fsck` of the restored hub: every file and snapshot row, a sample of 10,000 entry keys"),
            new Figure("fsck_all_s", all, "`bex-hub fsck --all`: every entry key opened"),
            new Figure("reconcile_s", reconciled, "`bex-hub reconcile --yes` of the running, restored hub"),
        ];
    }

    private static async Task<double> VerbSecondsAsync(HubProcess hub, CancellationToken cancellationToken, params string[] verb)
    {
        long start = Stopwatch.GetTimestamp();
        await hub.VerbAsync(cancellationToken, verb);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double CopySeconds(string from, string to)
    {
        long start = Stopwatch.GetTimestamp();
        using (FileStream source = File.OpenRead(from))
        {
            DurableFile.Write(to, source.CopyTo);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
