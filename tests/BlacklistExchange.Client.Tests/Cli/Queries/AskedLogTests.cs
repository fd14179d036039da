using BlacklistExchange.Cli.Queries;

namespace BlacklistExchange.Client.Tests.Cli.Queries;

public sealed class AskedLogTests
{
    [Fact]
    public void Keeps_ranges_and_passes_over_what_a_kill_left_of_one()
    {
        using TemporaryFolder folder = new();
        string result = folder["out.csv"];
        using (AskedLog log = new(result))
        {
            log.Add([2, 3, 4, 7, 9, 10]);
        }
        Assert.Equal(["2-4", "7-7", "9-10"], File.ReadAllLines(result + ".asked").Where(static line => line.Length > 0));
        File.AppendAllText(result + ".asked", "\n11-");
        using (AskedLog log = new(result))
        {
            log.Add([20]);
            Assert.Equal([2, 3, 4, 7, 9, 10], Enumerable.Range(0, 30).Where(log.WasAsked));
        }
        Assert.Equal(7, AskedLog.Read(result).Count);
    }

    [Fact]
    public void Returns_nothing_for_a_result_that_no_run_has_left()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, AskedLog.Read(folder["out.csv"]).Count);
    }

    [Fact]
    public void Counts_lines_once_and_those_outside_another_set()
    {
        LineSet asked = new(), written = new();
        asked.Add(2, 100);
        asked.Add(50, 120);
        written.Add(2, 90);
        written.Add(500, 600);
        Assert.Equal((119, 30), (asked.Count, asked.CountOutside(written)));
        Assert.False(asked.Contains(121) || asked.Contains(100_000) || asked.Contains(1));
    }
}
