using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Telemetry;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests;

/// <summary>Three whole hubs over one database, with the folders that nodes share.</summary>
public sealed class NodesTests
{
    [PostgresFact]
    public async Task Answers_on_another_node_for_an_epoch_that_one_has_opened()
    {
        await using World world = await StartAsync();
        await using HubFixture other = await world.Hub.NeighbourAsync();
        await world.OpenEpochAsync("now");
        await UntilAsync(() => other.Service<EpochKeys>().TryGet(World.List, 2, 2, out _));
        await ReadyAsync(other, ready: true);
    }

    [PostgresFact]
    public async Task Refuses_for_a_while_what_it_has_no_key_for_and_is_ready_when_the_file_comes()
    {
        await using World world = await StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        using TempFolder away = new();
        string keys = world.Hub.Folder.At("keys");
        Move(keys, away.Path, "epoch.*");
        await using HubFixture other = await world.Hub.NeighbourAsync();
        await ReadyAsync(other, ready: false);
        HttpResponseMessage answer = await World.SendAsync(other.Client(alpha.Certificate), World.Body(Purposes.SignUp, World.Group(batch)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Move(away.Path, keys, "epoch.*");
        await ReadyAsync(other, ready: true);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(other.Client(alpha.Certificate), World.Body(Purposes.SignUp, World.Group(batch))))).Charged);
    }

    [PostgresFact]
    public async Task Forgets_keys_that_another_node_has_destroyed()
    {
        await using World world = await StartAsync();
        await using HubFixture other = await world.Hub.NeighbourAsync();
        Assert.True(other.Service<EpochKeys>().TryGet(World.List, 1, 2, out _));
        await world.Hub.Store.WriteAsync((connection, transaction) =>
        {
            EpochSql.MarkDestroyed(connection, transaction, World.List, 1, 1);
            return true;
        }, CancellationToken.None);
        await UntilAsync(() => !other.Service<EpochKeys>().TryGet(World.List, 1, 2, out _));
    }

    /// <summary>The node that stops is not the one that owns the database. Every sequence is there once, and nobody but the builder touches a file.</summary>
    [PostgresFact]
    public async Task Hands_building_to_another_node_without_a_gap_in_the_sequence()
    {
        await using World world = await StartAsync();
        HubFixture first = world.Hub;
        string stray = Path.Combine(first.Folder.At(first.Options.SnapshotFolder), "stray");
        await File.WriteAllTextAsync(stray, "another node writes this");
        await using HubFixture second = await first.NeighbourAsync("second");
        await using HubFixture third = await first.NeighbourAsync("third");
        HubFixture[] others = [second, third];
        Assert.Equal(1, first.Service<Builder>().Term);
        Assert.All(others, static hub => Assert.Null(hub.Service<Builder>().Term));
        await Assert.ThrowsAsync<NotBuilderException>(() => BuildAsync(second));
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => second.Operator.PostAsync(
            "snapshots", new BuildSnapshotsRequest(), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None));
        Assert.Contains(NodeName.Of(first.Options), refused.Problem.Detail, StringComparison.Ordinal);
        ulong before = await BuildAsync(first);
        await first.RestartAsync();
        await UntilAsync(() => others.Append(first).Count(static hub => hub.Service<Builder>().Term is not null) == 1);
        HubFixture builder = others.Append(first).Single(static hub => hub.Service<Builder>().Term is not null);
        Assert.True(builder.Service<Builder>().Term > 1);
        ulong after = await BuildAsync(builder);
        Assert.True(after > before);
        Assert.Equal(Enumerable.Range(1, (int)after).Select(static number => (long)number), first.Store.Read(static (connection, transaction) =>
            connection.Query<long>("SELECT sequence FROM manifest ORDER BY sequence", transaction: transaction).ToList()));
        Assert.True(File.Exists(stray));
    }

    [PostgresFact]
    public async Task Ends_at_the_limit_when_three_nodes_spend_one_budget_at_once()
    {
        const int Answered = 9;
        await using World world = await StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.SetBudgetAsync("alpha", epoch: 4 * Answered);
        await using HubFixture second = await world.Hub.NeighbourAsync("second");
        await using HubFixture third = await world.Hub.NeighbourAsync("third");
        HttpClient[] ways = [alpha.Http, second.Client(alpha.Certificate), third.Client(alpha.Certificate)];
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 4 * Answered).Select(index => World.SendAsync(ways[index % 3], World.Body(Purposes.SignUp, World.Group(batch)))));
        Assert.Equal(Answered, answers.Count(static answer => answer.StatusCode == HttpStatusCode.OK));
        foreach (HttpClient way in ways)
        {
            Assert.Equal(0, (await World.BudgetAsync(way)).EpochTotal.Remaining);
        }
    }

    /// <summary>A connection that is open and quiet ends, and no new request passes, on every node.</summary>
    [PostgresFact]
    public async Task Ends_a_revoked_members_connections_on_all_nodes()
    {
        await using World world = await StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await using HubFixture second = await world.Hub.NeighbourAsync("second");
        await using HubFixture third = await world.Hub.NeighbourAsync("third");
        HttpClient[] ways = [alpha.Http, second.Client(alpha.Certificate), third.Client(alpha.Certificate)];
        foreach (HttpClient way in ways)
        {
            Assert.Equal(HttpStatusCode.OK, (await way.GetAsync(Routes.Lists)).StatusCode);
        }
        await third.Operator.PostAsync("members/alpha/revoke", new RevokeMemberRequest("stand", "leaked"), MembersJson.Default.RevokeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        await UntilAsync(() => ((HubFixture[])[world.Hub, second, third]).All(static hub => hub.Log.Lines.Any(static line => line.StartsWith("1200 connections-ended", StringComparison.Ordinal))));
        foreach (HttpClient way in ways)
        {
            await UntilAsync(() => IsRefused(way));
        }
    }

    /// <summary>A client may first notice that its connection has ended.</summary>
    private static bool IsRefused(HttpClient way)
    {
        try
        {
            return way.GetAsync(Routes.Lists).GetAwaiter().GetResult().StatusCode == HttpStatusCode.Forbidden;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What an operator sets at one node holds at the others at once.</summary>
    [PostgresFact]
    public async Task Keeps_to_a_budget_and_a_list_that_were_set_at_another_node()
    {
        await using World world = await StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await using HubFixture other = await world.Hub.NeighbourAsync("other");
        HttpClient there = other.Client(alpha.Certificate);
        await world.SetBudgetAsync("alpha", epoch: 4321);
        await world.AddListAsync("more");
        Assert.Equal(4321, (await World.BudgetAsync(there)).EpochTotal.Limit);
        Assert.Contains("\"more\"", await there.GetStringAsync(Routes.Lists), StringComparison.Ordinal);
    }

    /// <summary>A node is gone for those who balance before it is gone for those who ask it.</summary>
    [Fact]
    public async Task Serves_on_while_it_says_that_it_drains()
    {
        await using HubFixture hub = await HubFixture.StartAsync(static options => options.Limits.DrainSeconds = 5);
        HttpClient alpha = (await hub.EnrolAsync("alpha")).Http;
        HttpClient open = hub.Client(null, HubPort.Public);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync(Routes.Lists)).StatusCode);
        Task stop = hub.Host.StopAsync(CancellationToken.None);
        HttpResponseMessage ready = await open.GetAsync(Routes.Ready);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("draining", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync(Routes.Lists)).StatusCode);
        Assert.False(stop.IsCompleted);
        await stop;
        await Assert.ThrowsAsync<HttpRequestException>(() => hub.Client(null, HubPort.Public).GetAsync(Routes.Live));
    }

    private static async Task<ulong> BuildAsync(HubFixture hub) => (await hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None)).Manifest.Sequence;

    private static async Task<World> StartAsync() => await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared)));

    private static void Move(string from, string to, string pattern)
    {
        foreach (string path in Directory.GetFiles(from, pattern))
        {
            File.Move(path, Path.Combine(to, Path.GetFileName(path)));
        }
    }

    private static Task ReadyAsync(HubFixture hub, bool ready)
    {
        HttpClient http = hub.Client(null, HubPort.Public);
        return UntilAsync(() => http.GetAsync(new Uri(Routes.Ready, UriKind.Relative)).GetAwaiter().GetResult().IsSuccessStatusCode == ready);
    }

    /// <summary>As long as it takes, within a minute: what is asked is whether it happens, not how fast.</summary>
    private static async Task UntilAsync(Func<bool> happened)
    {
        using CancellationTokenSource end = new(TimeSpan.FromMinutes(1));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (!happened())
        {
            Assert.True(await timer.WaitForNextTickAsync(end.Token));
        }
    }
}
