using System.Text.Json;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Telemetry;

/// <summary>A hub that has done a little of everything: an evaluation, a report, files, refusals.</summary>
internal sealed class BusyHub : IAsyncDisposable
{
    private BusyHub(World world, HttpClient operators) => (World, Operators) = (world, operators);

    public World World { get; }

    public HubFixture Hub => World.Hub;

    public HttpClient Operators { get; }

    public static async Task<BusyHub> StartAsync()
    {
        World world = await World.StartAsync(static options => options.Policy.ReleaseDelaySeconds = 0);
        BusyHub busy = new(world, world.Hub.OperatorHttp());
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        ReportDraft report = new(alpha, [TestIdentifier.New()]) { Evidence = EvidenceType.NotarisedPurchase, NoticeServed = true, Observed = Month.Of(world.Hub.Time.GetUtcNow()) };
        using HttpResponseMessage filed = await alpha.Http.PostAsync(Routes.Reports, Answers.Json(JsonSerializer.Serialize(report.Request(), WireJson.Default.ReportRequest)));
        Assert.True(filed.IsSuccessStatusCode, await filed.Content.ReadAsStringAsync());
        await busy.PublishAsync();
        // Entries are counted once a minute.
        world.Hub.Time.Advance(TimeSpan.FromMinutes(2));
        await busy.EvaluateAsync(alpha.Http);
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        return busy;
    }

    public async Task EvaluateAsync(HttpClient member)
    {
        using BlindedBatch batch = World.Blind(await World.KeyAsync(member), 4);
        await World.AnsweredAsync(World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch))));
    }

    public Task PublishAsync() => Hub.Operator.PostAsync(
        "snapshots", new BuildSnapshotsRequest(World.List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);

    /// <summary>The figures as they are now, those of the store too.</summary>
    public async Task<Scrape> ScrapeAsync()
    {
        await Hub.Service<ReadStoredFigures>().RunOnceAsync(CancellationToken.None);
        return await Scrape.OfAsync(Operators);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
