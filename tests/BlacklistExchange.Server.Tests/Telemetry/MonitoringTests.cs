using System.Text.Json;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Server.Tests.Telemetry;

/// <summary>What people watch a hub by names nothing that a hub does not show: an alert on a name that is not there is silent for ever.</summary>
public sealed class MonitoringTests
{
    [Fact]
    public async Task Shows_every_metric_and_label_that_the_alert_rules_and_the_dashboard_name()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        Scrape scrape = await busy.ScrapeAsync();
        Assert.NotEmpty(Watched.Alerts());
        Assert.NotEmpty(Watched.Targets());
        Assert.Empty(Watched.Alerts().Concat(Watched.Targets()).SelectMany(watched => watched.Faults(scrape)));
    }

    [Theory]
    [InlineData("rate(bex_no_such_total[5m]) > 0", "There is no metric bex_no_such_total.")]
    [InlineData("bex_ready{chek=\"store\"} == 0", "bex_ready has no label chek.")]
    [InlineData("bex_ready{check=\"stor\"} == 0", "bex_ready has no check=\"stor\".")]
    [InlineData("min by (instance, chek) (bex_ready)", "None of bex_ready has a label chek.")]
    [InlineData("minimum(bex_ready)", "'minimum' is no function that is used here.")]
    [InlineData("bex_ready{check=~\"store|epochs\", instance=~\"$instance\"} and on (check) bex_ready", "bex_ready has no check=~\"epochs\".")]
    [InlineData("sum by (instance, check) (bex_ready{job=\"hub\"}) / 2e9 < 3 or up == 0", null)]
    public void Finds_a_planted_name(string expression, string? fault)
    {
        Scrape scrape = new("# TYPE bex_ready gauge\nbex_ready{check=\"store\"} 1\n");
        Assert.Equal(fault is null ? [] : [fault], new PromQl(expression).Faults(scrape, []));
    }

    [Fact]
    public void Keeps_a_test_and_a_page_of_the_runbook_for_every_alert()
    {
        string tests = Repository.Read("ops/alerts/hub.rules.test.yml");
        string[] pages = Repository.Read("ops/runbook.md").Split('\n');
        string rules = Repository.Read(Watched.Rules);
        foreach (string alert in Watched.Alerts().Select(static watched => watched.Where))
        {
            Assert.Contains($"alertname=\"{alert}\"", tests, StringComparison.Ordinal);
            Assert.Contains($"### {alert}", pages);
            Assert.Contains($"runbook: ops/runbook.md#{alert.ToLowerInvariant()}\n", rules, StringComparison.Ordinal);
        }
        Assert.Equal(Watched.Alerts().Count, pages.Count(static line => line.StartsWith("### ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keeps_the_panels_of_the_dashboard_apart()
    {
        IReadOnlyList<JsonElement> panels = Watched.Panels();
        Assert.Distinct(panels.Select(static panel => panel.GetProperty("id").GetInt32()));
        Assert.Empty(Overlaps(panels));
        Assert.All(panels, static panel => Assert.True(Place(panel) is { X: >= 0, Right: <= 24 }));
        Assert.All(panels.Where(static panel => panel.GetProperty("type").GetString() != "row"), static panel => Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    [Fact]
    public void Finds_a_planted_overlap() => Assert.Equal([(1, 3), (2, 3)], Overlaps([.. JsonDocument.Parse("""
        [{"id":1,"gridPos":{"h":8,"w":12,"x":0,"y":0}},{"id":2,"gridPos":{"h":8,"w":12,"x":12,"y":0}},{"id":3,"gridPos":{"h":8,"w":2,"x":11,"y":7}},{"id":4,"gridPos":{"h":8,"w":11,"x":13,"y":8}}]
        """).RootElement.EnumerateArray()]));

    private static IEnumerable<(int, int)> Overlaps(IReadOnlyList<JsonElement> panels) =>
        from first in panels
        from second in panels
        let one = Place(first)
        let other = Place(second)
        where first.GetProperty("id").GetInt32() < second.GetProperty("id").GetInt32() && one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom
        select (first.GetProperty("id").GetInt32(), second.GetProperty("id").GetInt32());

    private static (int X, int Y, int Right, int Bottom) Place(JsonElement panel)
    {
        JsonElement grid = panel.GetProperty("gridPos");
        (int x, int y) = (grid.GetProperty("x").GetInt32(), grid.GetProperty("y").GetInt32());
        return (x, y, x + grid.GetProperty("w").GetInt32(), y + grid.GetProperty("h").GetInt32());
    }
}
