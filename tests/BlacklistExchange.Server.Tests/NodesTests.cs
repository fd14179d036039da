using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests;

/// <summary>Three whole hubs over one database, with the folders that nodes share.</summary>
public sealed class NodesTests : IDisposable
{
    private readonly TempFolder _shared = new();

    public void Dispose() => _shared.Dispose();

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
        Move("keys", "away", "epoch.*");
        await using HubFixture other = await world.Hub.NeighbourAsync();
        await ReadyAsync(other, ready: false);
        HttpResponseMessage answer = await World.SendAsync(other.Client(alpha.Certificate), World.Body(Purposes.SignUp, World.Group(batch)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Move("away", "keys", "epoch.*");
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
        string stray = Path.Combine(_shared.At("files"), "stray");
        await File.WriteAllTextAsync(stray, "another node writes this");
        await using HubFixture second = await first.NeighbourAsync();
        await using HubFixture third = await first.NeighbourAsync();
        HubFixture[] others = [second, third];
        Assert.Equal(1, first.Service<Builder>().Term);
        Assert.All(others, static hub => Assert.Null(hub.Service<Builder>().Term));
        await Assert.ThrowsAsync<NotBuilderException>(() => BuildAsync(second));
        OperatorException refused = await Assert.ThrowsAsync<OperatorException>(() => second.Operator.PostAsync(
            "snapshots", new BuildSnapshotsRequest(), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None));
        Assert.Contains(NodeName.Of(first.Options), refused.Message, StringComparison.Ordinal);
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

    private static async Task<ulong> BuildAsync(HubFixture hub) => (await hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None)).Manifest.Sequence;

    private async Task<World> StartAsync()
    {
        // Init makes its keys in the data folder; the nodes find them where they share them.
        return await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared), Share));
    }

    private void Share(HubFixture hub, HubOptions options)
    {
    }

    private void Move(string from, string to, string pattern)
    {
        DataFolder.Create(_shared.At(to));
        foreach (string path in Directory.GetFiles(_shared.At(from), pattern))
        {
            File.Move(path, Path.Combine(_shared.At(to), Path.GetFileName(path)));
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
