using System.Globalization;
using BlacklistExchange.Benchmarks.Measuring;

namespace BlacklistExchange.KillTest.Failover;

/// <summary>The committed figures, beside those of the benchmarks and in their form.</summary>
internal static class FailoverResult
{
    private const string Place = "tests/BlacklistExchange.Benchmarks/results/failover.md";

    /// <summary>Writes the file from the repository's folder and returns its path.</summary>
    public static string Write(string command, IReadOnlyList<Kill> cost, string summary)
    {
        (string Name, double[] Values, string Meaning)[] figures =
        [
            ("interval_ms", [.. cost.Select(static kill => kill.Interval.TotalMilliseconds)], "reference: from one acknowledged report to the next, all members together, before the kill"),
            ("promoted_s", [.. cost.Select(static kill => kill.Promoted.TotalSeconds)], "the commands that promote the standby, from the first to the end of the last"),
            ("acknowledged_s", [.. cost.Select(static kill => kill.Acknowledged.TotalSeconds)], "from the first of these commands until a report was acknowledged again"),
            ("pause_ratio", [.. cost.Select(static kill => kill.Ratio)], "that time by the interval before: reports that were not taken meanwhile"),
            ("longest_answer_s", [.. cost.Select(static kill => kill.Longest.TotalSeconds)], "the longest that any answer took, good or 503"),
            ("refused", [.. cost.Select(static kill => (double)kill.Refused)], "requests that were answered 503"),
        ];
        string rows = string.Concat(figures.Select(static figure => $"| `{figure.Name}` | {Text(Part(figure.Values, 0.5))} | {Text(Part(figure.Values, 0.1))} – {Text(Part(figure.Values, 0.9))} | {figure.Meaning} |\n"));
        File.WriteAllText(Place, string.Create(CultureInfo.InvariantCulture, $"""
            # The primary is killed under load, {cost.Count} times

            Written by the program:

            ```
            {command}
            ```

            | | |
            |---|---|
            | date | {TimeProvider.System.GetUtcNow():yyyy-MM-dd} |
            | processor | {Machine.Processor}, {Machine.Cores} cores, {Machine.Instructions} |
            | runtime | {Machine.Runtime} |
            | load average at the end | {Machine.Load} |

            | figure | value | 10 – 90 % of kills | what it is |
            |---|---:|---:|---|
            {rows}
            - Two PostgreSQL servers, a primary and a synchronous standby, one `bex-hub` and three members that report and ask, all on this machine; the servers' files lie in memory, `fsync` on. The value is the median of the kills.
            - Signal 9 to the primary and all its sessions at once; the standby is promoted when the hub has refused once, so how long a person takes is not in it. The killed server is thrown away and made the standby of the other before the next kill.
            - After each kill the database is compared with what members were told: every acknowledged report once, its receipt the same when it comes again, every budget less by what was answered and nothing else.

            ```
            {string.Join(' ', figures.Select(static figure => $"{figure.Name}={Text(Part(figure.Values, 0.5))}"))}
            {summary}
            ```

            """));
        return Place;
    }

    /// <summary>The value below which that share of the kills lies.</summary>
    private static double Part(double[] values, double share) => values.Order().ElementAt((int)Math.Round((values.Length - 1) * share, MidpointRounding.AwayFromZero));

    private static string Text(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
