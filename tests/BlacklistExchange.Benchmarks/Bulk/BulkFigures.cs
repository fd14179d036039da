using System.Globalization;
using BlacklistExchange.Benchmarks.Measuring;

namespace BlacklistExchange.Benchmarks.Bulk;

/// <summary>A member that screens a whole customer base: what an element costs it, and what the run costs from the CSV file to the last verdict, stopped and resumed too.</summary>
internal static class BulkFigures
{
    private const int Rows = 1_000_000;
    private const int QuickRows = 100_000;
    private const double Megabyte = 1024;

    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        int rows = quick ? QuickRows : Rows;
        (IReadOnlyList<Figure> arithmetic, string reference) = MemberArithmetic.Measure(quick);
        await using BulkWorld world = await BulkWorld.StartAsync(rows, cancellationToken);
        BexRun whole = await world.QueryAsync("whole.csv", [], null, cancellationToken);
        await world.RequireVerdictsAsync("whole.csv", cancellationToken);
        long charged = world.Charged;

        BexRun killed = await world.QueryAsync("stopped.csv", [], rows / 2, cancellationToken);
        long written = world.Written("stopped.csv");
        BexRun resumed = await world.QueryAsync("stopped.csv", ["--resume"], null, cancellationToken);
        await world.RequireVerdictsAsync("stopped.csv", cancellationToken);
        long twice = world.Charged - charged - charged;
        long said = resumed.Summary["units_paid_twice_at_most"]!.GetValue<long>();
        long skipped = resumed.Summary["skipped"]!.GetValue<long>();
        if (killed.WasKilled != true || skipped < written || twice > said)
        {
            throw new NotMeasuredException($"The stop broke a promise: {written} rows were written and {skipped} kept; {twice} units were paid twice and bex said at most {said}.");
        }

        return new Report(
            [
                new Figure("total_s", whole.Seconds, string.Create(CultureInfo.InvariantCulture, $"`bex query` as a process, {rows:N0} phones in a CSV file against a list of {rows:N0} entries, from its start to its end")),
                new Figure("rows_per_s", rows / whole.Seconds, "rows by that time"),
                new Figure("rss_mb", whole.PeakKilobytes / Megabyte, "peak resident memory of that process (VmHWM), the mapped list file's pages included"),
                .. whole.Phases().Select(static phase => new Figure($"{phase.Name}_s", phase.Seconds, $"{phase.Name.Replace('_', ' ')}, all threads and requests in flight added up")),
                new Figure("hub_cpu_s", whole.HubSeconds, "the hub's processor time for all of it"),
                new Figure("bex_cpu_us", whole.Microseconds / rows, "the process's own processor time for a row"),
                new Figure("rest_us", (whole.Microseconds / rows) - arithmetic[0].Value - arithmetic[2].Value, "of it everything that is no curve arithmetic: `bex_cpu_us` without `blind_us` and `finalize_us`"),
                new Figure("resumed_s", resumed.Seconds, "a second run, killed after half of the rows: what the resumed process took for the rest"),
                new Figure("paid_twice_units", twice, "units that the hub charged for both processes beyond those of the run that was not stopped"),
                new Figure("paid_twice_said", said, "what the resumed process said it may pay twice at most, before it asked"),
                new Figure("resumed_rss_mb", resumed.PeakKilobytes / Megabyte, "peak resident memory of the resumed process"),
                .. arithmetic,
            ],
            [
                "A real bex-hub and a real bex on the same machine and cores, mTLS on loopback; the member has the default budget and a grant for the rows. The local list is synchronised before and not counted.",
                string.Create(CultureInfo.InvariantCulture, $"Every {BulkWorld.ListedEvery}th phone has an entry on the list, a third of them listed, the others watched or disputed. Every verdict of both results is checked; each row has exactly one."),
                "The stop is SIGKILL once half of the rows are written; the resumed process keeps every row that was written, and the units are counted in the hub's own counter.",
                reference,
            ]);
    }
}
