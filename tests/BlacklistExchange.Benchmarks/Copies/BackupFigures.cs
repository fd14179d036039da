using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Benchmarks.Lists;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Benchmarks.Copies;

/// <summary>A backup of a running hub with a million entries, and what it takes to be back from it.</summary>
internal static class BackupFigures
{
    private const int Entries = 1_000_000;
    private const int QuickEntries = 200_000;
    private const double Megabyte = 1024 * 1024;

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        int entries = quick ? QuickEntries : Entries;
        await using HubWorld world = await HubWorld.StartAsync(members: 1, cancellationToken);
        DataFolder data = world.Hub.Data;
        EntryTable.Fill(data.At("hub.db"), SeededEntries.Make(entries), TimeProvider.System.GetUtcNow());
        await world.BuildAsync(cancellationToken);

        string backup = world.Hub.At("backup");
        IReadOnlyList<Figure> taken = await Child.MeasureAsync([CopyPart.Name, data.Path, backup], cancellationToken);
        double copy = CopySeconds(backup, world.Hub.At("copy"));
        DataFolder restoredTo = new(world.Hub.At("restored"));
        IReadOnlyList<Figure> restored = await Child.MeasureAsync([CopyPart.Name, restoredTo.Path, backup, "--keys", data.At("keys")], cancellationToken);
        double copyDatabase = CopySeconds(restoredTo.At("hub.db"), world.Hub.At("copy"));

        return new Report(
            [
                .. taken,
                new Figure("backup_mb", new FileInfo(backup).Length / Megabyte, "the file"),
                new Figure("copy_s", copy, "reference: the same bytes copied to a durable file"),
                new Figure("backup_ratio", taken[0].Value / copy, "backup by that copy"),
                .. restored,
                new Figure("copy_database_s", copyDatabase, "reference: the restored database's bytes copied to a durable file"),
                new Figure("restore_ratio", restored[0].Value / copyDatabase, "restore by that copy"),
            ],
            [
                string.Create(CultureInfo.InvariantCulture, $"{entries:N0} listed entries in the database of a running bex-hub on SQLite, with the list's file built; putting them there is not counted."),
                "Backup and restore run each in a process of its own, once, wall-clock; the copies follow at once, on the same disk, each ending with fsync of file and folder.",
                "A restore reads the whole backup twice, writes it, and reads every row back to compare digests.",
            ]);
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
