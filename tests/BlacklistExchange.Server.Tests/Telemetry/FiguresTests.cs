using System.Globalization;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.Reports;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.OpenApi;
using Dapper;

namespace BlacklistExchange.Server.Tests.Telemetry;

/// <summary>Figures that come from the store, and counters that stand at zero.</summary>
public sealed class FiguresTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Shows_budgets_as_the_member_is_told_them()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        await busy.World.SetBudgetAsync("alpha", burst: 100, day: 40, epoch: 400);
        await busy.World.SetBudgetAsync(null, hubWide: 4000);
        HttpClient alpha = busy.Hub.Client((await busy.Hub.EnrolAsync("alpha-two", entity: "alpha")).Certificate);
        await busy.EvaluateAsync(alpha);
        Scrape scrape = await busy.ScrapeAsync();
        // Twice four elements.
        Assert.Equal(0.2, Number(scrape, "bex_budget_day_used_ratio{entity=\"alpha\",kind=\"phone\",list=\"goods\"}"), 9);
        Assert.Equal(0.02, Number(scrape, "bex_budget_epoch_used_ratio{entity=\"alpha\",epoch=\"1\",kind=\"phone\",list=\"goods\"}"), 9);
        Assert.Equal(0.002, Number(scrape, "bex_budget_hub_used_ratio{epoch=\"1\",kind=\"phone\",list=\"goods\"}"), 9);
        Assert.Equal(Math.Pow(2, -33), Number(scrape, "bex_key_used_ratio{epoch=\"1\",kind=\"phone\",list=\"goods\"}"), 15);

        busy.Hub.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, Number(await busy.ScrapeAsync(), "bex_budget_day_used_ratio{entity=\"alpha\",kind=\"phone\",list=\"goods\"}"));
        Protocol.Wire.BudgetLine told = await World.BudgetAsync(alpha);
        Assert.Equal((40, 392), (told.Day.Remaining, told.EpochTotal.Remaining));
    }

    [Fact]
    public async Task Shows_entries_certificates_epochs_and_disk()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        Scrape scrape = await busy.ScrapeAsync();
        Assert.Equal("1", scrape.Value("bex_entries{epoch=\"1\",kind=\"phone\",list=\"goods\",state=\"listed\"}"));
        Assert.Equal("1", scrape.Value("bex_snapshot_entered_total{kind=\"phone\",list=\"goods\"}"));
        Assert.Equal("0", scrape.Value("bex_snapshot_left_total{kind=\"phone\",list=\"goods\"}"));
        Assert.Equal("0", scrape.Value("bex_snapshot_failures_total{list=\"goods\"}"));
        Assert.Equal("0", scrape.Value("bex_epoch_successors{epoch=\"1\",list=\"goods\"}"));
        Assert.InRange(Number(scrape, "bex_certificate_left_seconds{holder=\"member\",name=\"alpha\"}"), 29 * 86400, 30 * 86400);
        Assert.InRange(Number(scrape, "bex_certificate_left_seconds{holder=\"operator\",name=\"olivia\"}"), 1, 10 * 366 * 86400);
        Assert.InRange(Number(scrape, "bex_disk_free_bytes"), 1, Number(scrape, "bex_disk_size_bytes"));
        Assert.Equal("1", scrape.Value("bex_ready{check=\"store\"}"));

        await busy.World.OpenEpochAsync("+1h");
        busy.Hub.Time.Advance(TimeSpan.FromDays(400));
        await busy.Hub.Store.WriteAsync(static (connection, transaction) => connection.Execute("UPDATE operator_certificate SET not_after = 4000000000", transaction: transaction), CancellationToken.None);
        scrape = await busy.ScrapeAsync();
        // The first epoch has ended and is gone; the newest has ended too, and stays so that somebody sees it.
        Assert.Null(scrape.Value("bex_epoch_successors{epoch=\"1\",list=\"goods\"}"));
        Assert.InRange(Number(scrape, "bex_epoch_left_seconds{epoch=\"2\",list=\"goods\"}"), -36 * 86400, -34 * 86400);
        Assert.InRange(Number(scrape, "bex_certificate_left_seconds{holder=\"member\",name=\"alpha\"}"), -371 * 86400, -369 * 86400);
    }

    [Fact]
    public async Task Counts_what_goes_out_of_a_file_and_follows_a_last_certificate()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        await busy.Hub.Store.WriteAsync(static (connection, transaction) =>
            connection.Execute("UPDATE entry SET state = 5, sealed_label = NULL, label = NULL; UPDATE member_certificate SET status = 'revoked'", transaction: transaction), CancellationToken.None);
        await busy.PublishAsync();
        Scrape scrape = await busy.ScrapeAsync();
        Assert.Equal("1", scrape.Value("bex_snapshot_left_total{kind=\"phone\",list=\"goods\"}"));
        Assert.Equal("1", scrape.Value("bex_snapshot_entered_total{kind=\"phone\",list=\"goods\"}"));
        Assert.Null(scrape.Value("bex_certificate_left_seconds{holder=\"member\",name=\"alpha\"}"));
    }

    [Fact]
    public async Task Keeps_the_figures_and_says_their_age_when_the_store_cannot_be_read()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        await busy.ScrapeAsync();
        await busy.Hub.Store.WriteAsync(static (connection, transaction) => connection.Execute("ALTER TABLE budget_grant RENAME TO gone", transaction: transaction), CancellationToken.None);
        AggregateException thrown = await Assert.ThrowsAsync<AggregateException>(() => busy.Hub.Service<ReadStoredFigures>().RunOnceAsync(CancellationToken.None));
        Assert.StartsWith("Figures of budgets: ", Assert.Single(thrown.InnerExceptions).Message, StringComparison.Ordinal);
        busy.Hub.Time.Advance(TimeSpan.FromMinutes(5));
        Scrape scrape = await Scrape.OfAsync(busy.Operators);
        Assert.NotNull(scrape.Value("bex_budget_day_used_ratio{entity=\"alpha\",kind=\"phone\",list=\"goods\"}"));
        Assert.True(Number(scrape, "bex_figures_age_seconds") >= 300);
    }

    [Fact]
    public async Task Shows_counters_at_zero_before_anything_has_happened()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Scrape scrape = await Scrape.OfAsync(hub.OperatorHttp());
        foreach (string series in (string[])
        [
            "bex_access_refusals_total{port=\"member\",problem=\"member-revoked\"}", "bex_access_refusals_total{port=\"operator\",problem=\"unknown-certificate\"}", "bex_request_failures_total{problem=\"internal\"}",
            "bex_request_failures_total{problem=\"store-unavailable\"}", "bex_evaluation_refusals_total{counter=\"day\",problem=\"budget-exhausted\"}", "bex_evaluation_refusals_total{counter=\"none\",problem=\"clock-stepped\"}",
            "bex_evaluation_requests_total{purpose=\"sign-up\",repeat=\"False\"}", "bex_reports_total{outcome=\"accepted\"}", "bex_reports_total{outcome=\"signature-invalid\"}", "bex_act_entries_total{verb=\"tombstone\"}",
            "bex_entries_expired_total", "bex_store_refusals_total",
        ])
        {
            Assert.True(scrape.Value(series) == "0", $"{series} is {scrape.Value(series) ?? "not there"}.");
        }
    }

    [Fact]
    public void Keeps_every_problem_of_evaluations_and_reports_among_the_counters_that_stand()
    {
        Assert.Equal(ReachableProblems.From("Evaluate").Select(static type => type.Name).Order(), EvaluationMetrics.Refusals.Append("budget-exhausted").Order());
        Assert.Equal(ReachableProblems.From("FileReport").Select(static type => type.Name).Order(), ReportsMetrics.Refusals.Order());
    }

    [Fact]
    public async Task Shows_the_slice_whose_route_answered()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        await busy.Operators.GetAsync("/v1/operator/clock");
        using HttpClient anyone = busy.Hub.Client(null, Server.Access.HubPort.Public);
        await anyone.GetAsync("/livez");
        Scrape scrape = await busy.ScrapeAsync();
        IReadOnlyDictionary<string, HashSet<string>> labels = scrape.Labels("http_server_request_duration_seconds_count")!;
        Assert.Superset(new HashSet<string> { "evaluation", "reports", "snapshots", "epochs", "lists", "clock", "access", "none" }, labels["slice"]);
        Assert.Contains(scrape.Text.Split('\n'), static line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)
            && line.Contains("http_route=\"/v1/evaluate\"", StringComparison.Ordinal) && line.Contains("slice=\"evaluation\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stays_small_with_fifty_members()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        int before = (await busy.ScrapeAsync()).OwnSeries;
        for (int number = 0; number < 50; number++)
        {
            await busy.EvaluateAsync((await busy.Hub.EnrolAsync($"member-{number}")).Http);
        }
        Scrape scrape = await busy.ScrapeAsync();
        output.WriteLine($"{scrape.Series} series, {scrape.Text.Length} bytes with fifty members, {scrape.OwnSeries} of them the hub's own; {before} with one.");
        // A member that uses one list and kind in one epoch adds three: its day, its epoch, its certificate.
        Assert.Equal(before + 150, scrape.OwnSeries);
        Assert.InRange(scrape.Series, 300, 2000);
    }

    private static double Number(Scrape scrape, string series) =>
        scrape.Value(series) is { } value ? double.Parse(value, CultureInfo.InvariantCulture) : throw new Xunit.Sdk.XunitException($"There is no {series}.");
}
