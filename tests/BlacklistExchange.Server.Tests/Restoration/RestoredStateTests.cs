using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.Reports;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Telemetry;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Server.Tests.Restoration;

/// <summary>A hub whose database says that it was restored.</summary>
public sealed class RestoredStateTests
{
    [Fact]
    public async Task Refuses_every_route_that_changes_something_and_answers_reads()
    {
        await using World world = await StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember desk = await world.Hub.EnrolAsync("desk", "regulator", "public");
        await RestoreAsync(world.Hub);
        using HttpClient member = world.Hub.Client(alpha.Certificate);
        using HttpClient operators = world.Hub.OperatorHttp();
        int refused = 0;
        foreach ((HubPort port, string method, string path, bool allowed) in RoutesOf(world.Hub).Where(static route => route.Method is not ("GET" or "HEAD")))
        {
            using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = Answers.Json("{}"), Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using HttpResponseMessage answer = await (port == HubPort.Operator ? operators : member).SendAsync(request);
            if (allowed)
            {
                Assert.NotEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                continue;
            }
            Problem problem = await answer.ProblemAsync("read-only");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(problem.RetryAt);
            refused++;
        }
        Assert.InRange(refused, 15, 100);
        foreach (string path in new[] { Routes.Lists, Routes.Budget, $"/v1/lists/{World.List}/epochs", $"/v1/lists/{World.List}/manifest" })
        {
            Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(path)).StatusCode);
        }
        using HttpClient regulator = world.Hub.Client(desk.Certificate);
        using HttpResponseMessage state = await regulator.PostAsync(Routes.EntryState, Answers.Json("{}"));
        await state.ProblemAsync("missing-field");
        Assert.Equal(HttpStatusCode.OK, (await operators.GetAsync("/v1/operator/members")).StatusCode);
    }

    [Fact]
    public async Task Says_so_to_balancers_figures_and_the_log_and_serves_reads()
    {
        await using World world = await StartAsync();
        using HttpClient before = world.Hub.Client(null, HubPort.Public);
        Assert.Equal("ready\n", await before.GetStringAsync(Routes.Ready));
        Assert.Contains("bex_hub_restored 0", world.Hub.Service<PrometheusExporter>().Scrape(), StringComparison.Ordinal);
        await RestoreAsync(world.Hub);
        using HttpClient anyone = world.Hub.Client(null, HubPort.Public);
        world.Hub.Time.Advance(TimeSpan.FromHours(3));
        using HttpResponseMessage ready = await anyone.GetAsync(Routes.Ready);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("ready\nrestored: read-only until bex-hub reconcile\n", await ready.Content.ReadAsStringAsync());
        Assert.Equal("alive\n", await anyone.GetStringAsync(Routes.Live));
        Assert.Contains("bex_hub_restored 1", world.Hub.Service<PrometheusExporter>().Scrape(), StringComparison.Ordinal);
        Assert.Single(world.Hub.Log.Lines, static line => line.StartsWith("1600 restored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signs_builds_sweeps_destroys_and_forgets_nothing_whatever_time_it_is()
    {
        await using World world = await StartAsync();
        HubFixture hub = world.Hub;
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        await ExpiringEntryAsync(hub);
        await RequestAsync(hub, alpha.Slug);
        string stray = Path.Combine(hub.Folder.Snapshots, new string('0', 64));
        File.WriteAllBytes(stray, [1]);
        File.SetLastWriteTimeUtc(stray, DateTime.UnixEpoch);
        await MarkAsync(hub);
        hub.Service<RestoredState>().Look();
        (await hub.Service<SnapshotTurn>().TakeAsync(CancellationToken.None)).Dispose();
        hub.Time.Advance(TimeSpan.FromDays(400));
        (string Rows, string Files) before = Everything(hub);
        await hub.RestartAsync();
        // The clock is no reason to hold anything back.
        hub.Service<SoundTime>().Settle();
        Assert.Equal(0, await hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        Assert.Equal(0, await hub.Service<RelabelEntries>().RunOnceAsync(CancellationToken.None));
        Assert.Equal(0, await Hosted<DestroyEndedEpochs>(hub).RunAsync(CancellationToken.None));
        Assert.Equal(0, await Hosted<ForgetRequests>(hub).RunAsync(CancellationToken.None));
        await Assert.ThrowsAsync<SnapshotBuildException>(() => hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None));
        await RoundsAsync(hub);
        Assert.Equal(before, Everything(hub));
        Assert.True(File.Exists(stray));

        // The same things happen as soon as nothing is open: what is above was held back, not idle.
        await hub.Store.WriteAsync(static (connection, transaction) =>
        {
            RestorationSql.Close(connection, transaction, "test", 1);
            return true;
        }, CancellationToken.None);
        hub.Service<RestoredState>().Look();
        Assert.Equal(1, await Hosted<DestroyEndedEpochs>(hub).RunAsync(CancellationToken.None));
        Assert.Equal(1, await Hosted<ForgetRequests>(hub).RunAsync(CancellationToken.None));
        Assert.InRange(await hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None), 1, 2);
        await hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None);
        await Answers.EventuallyAsync(() => !File.Exists(stray), "the sweep of a stray file");
    }

    [Fact]
    public async Task Lets_an_operator_suspend_and_revoke_before_anything_else_is_allowed()
    {
        await using World world = await StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.Hub.EnrolAsync("beta");
        await RestoreAsync(world.Hub);
        using HttpClient operators = world.Hub.OperatorHttp();
        using HttpResponseMessage suspended = await operators.PostAsync("/v1/operator/members/alpha/suspend", Answers.Json("""{"reason":"was so before the loss"}"""));
        Assert.Equal(HttpStatusCode.OK, suspended.StatusCode);
        using HttpResponseMessage revoked = await operators.PostAsync("/v1/operator/members/beta/revoke", Answers.Json("""{"reports":"stand","reason":"was so before the loss"}"""));
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        using HttpClient member = world.Hub.Client(alpha.Certificate);
        await (await member.GetAsync(Routes.Lists)).ProblemAsync("member-suspended");
        using HttpResponseMessage back = await operators.PostAsync("/v1/operator/members/alpha/reinstate", Answers.Json("""{"reason":"no"}"""));
        await back.ProblemAsync("read-only");
    }

    [PostgresFact]
    public async Task Is_read_only_on_every_node_of_the_database()
    {
        await using World world = await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared)));
        await using HubFixture other = await world.Hub.NeighbourAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await MarkAsync(world.Hub);
        using HttpClient member = other.Client(alpha.Certificate);
        await Answers.EventuallyAsync(() => other.Service<RestoredState>().IsReadOnly && world.Hub.Service<RestoredState>().IsReadOnly, "both nodes see the restoration");
        await (await member.PostAsync(Routes.Evaluate, Answers.Json("{}"))).ProblemAsync("read-only");
    }

    internal static Task MarkAsync(HubFixture hub, TimeSpan? age = null) => hub.Store.WriteAsync((connection, transaction) =>
    {
        RestorationSql.Mark(connection, transaction, hub.Time.GetUtcNow() - (age ?? TimeSpan.FromMinutes(10)), hub.Time.GetUtcNow());
        return true;
    }, CancellationToken.None);

    /// <summary>As if the database had just been restored: it says so, and the hub starts over it.</summary>
    internal static async Task RestoreAsync(HubFixture hub, TimeSpan? age = null)
    {
        await MarkAsync(hub, age);
        await hub.RestartAsync();
    }

    /// <summary>A hub with a list, an epoch and a manifest.</summary>
    private static async Task<World> StartAsync()
    {
        World world = await World.StartAsync();
        await world.Hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None);
        return world;
    }

    private static Task ExpiringEntryAsync(HubFixture hub) => hub.Store.WriteAsync(static (connection, transaction) => connection.Execute("""
        INSERT INTO entry (list, epoch, kind, tag, state, ring, visible_from, state_since, created_at, expires_at, version, wrapped_key) VALUES ('goods', 1, 2, @tag, 1, 1, 0, 0, 0, 1, 1, @key)
        """, new { tag = RandomNumberGenerator.GetBytes(32), key = new byte[61] }, transaction), CancellationToken.None);

    private static Task RequestAsync(HubFixture hub, string member) => hub.Store.WriteAsync((connection, transaction) => connection.Execute(
        "INSERT INTO evaluation_request (member, request_id, body, at, units) VALUES (@member, @id, @body, 1, 4)",
        new { member, id = RandomNumberGenerator.GetBytes(16), body = RandomNumberGenerator.GetBytes(32) }, transaction), CancellationToken.None);

    /// <summary>The schedule has had its turn more than once.</summary>
    private static async Task RoundsAsync(HubFixture hub)
    {
        for (int round = 0; round < 3; round++)
        {
            await Hosted<PublishManifests>(hub).RoundAsync(0, CancellationToken.None);
        }
    }

    private static T Hosted<T>(HubFixture hub) => hub.Host.Services.GetServices<IHostedService>().OfType<T>().Single();

    private static (string Rows, string Files) Everything(HubFixture hub)
    {
        string rows = hub.Store.Read(static (connection, transaction) => string.Join('\n', new[]
        {
            "SELECT count(*) || ' ' || max(sequence) FROM manifest", "SELECT count(*) || ' ' || coalesce(max(destroyed_at), 0) FROM epoch", "SELECT count(*) FROM evaluation_request",
            "SELECT count(*) || ' ' || max(state) || ' ' || count(wrapped_key) FROM entry", "SELECT count(*) FROM snapshot_file WHERE withdrawn_at IS NULL",
        }.Select(sql => connection.ExecuteScalar(sql, transaction: transaction)?.ToString())));
        return (rows, string.Join('\n', Directory.EnumerateFiles(hub.Folder.Snapshots).Concat(Directory.EnumerateFiles(hub.Folder.At("keys"))).Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<(HubPort Port, string Method, string Path, bool Allowed)> RoutesOf(HubFixture hub) =>
        from endpoint in hub.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let port = endpoint.Metadata.GetRequiredMetadata<HubPortMetadata>().Port
        where port != HubPort.Public
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (port, method, Regex.Replace(endpoint.RoutePattern.RawText!, @"\{\w+\}", "some"), endpoint.Metadata.GetMetadata<WhileRestored>() is not null);
}
