using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Benchmarks.Copies;

/// <summary>A backup or a restore in a process of its own: what <c>bex-hub</c> does, from the first line of its code to the last, and the most memory it had.</summary>
internal static class CopyPart
{
    public const string Name = "copy-part";
    private const string Status = "/proc/self/status";
    private const string Peak = "VmHWM:";

    public static Command ToCommand()
    {
        Argument<string> data = new("data");
        Argument<string> file = new("file");
        Option<string?> keys = new("--keys") { Description = "Restores with these keys; without it, takes a backup." };
        Command command = new(Name, "A part of the backup group, in a process of its own.") { data, file, keys };
        command.Hidden = true;
        command.SetAction(parse => Run(new DataFolder(parse.GetRequiredValue(data)), parse.GetRequiredValue(file), parse.GetValue(keys)));
        return command;
    }

    private static void Run(DataFolder folder, string file, string? keys)
    {
        CopyProgress progress = new(Console.Error, TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        long rows = keys is null
            ? BackupHub.Run(new BackupHub.Request(folder, file), TimeProvider.System, progress).Tables.Sum(static table => table.Rows)
            : RestoreHub.Run(new RestoreHub.Request(folder, file, keys, null, null), TimeProvider.System, progress).Tables.Sum(static table => table.Rows);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string peak = File.ReadLines(Status).Single(static line => line.StartsWith(Peak, StringComparison.Ordinal));
        double megabytes = double.Parse(peak.AsSpan(Peak.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
        string what = keys is null ? "backup" : "restore";
        Child.Print([
            new Figure($"{what}_s", seconds, keys is null ? "`bex-hub backup` of the running hub, to the durable file" : "`bex-hub restore` into a new SQLite hub: verified, written, read back, durable"),
            new Figure($"{what}_cpu_s", Environment.CpuUsage.TotalTime.TotalSeconds, "processor time of its process, from its start"),
            new Figure($"{what}_rows_per_s", rows / seconds, "rows of all tables"),
            new Figure($"{what}_rss_mb", megabytes, "the most resident memory that its process had"),
        ]);
    }
}
