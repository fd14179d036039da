using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>
/// One hub for the whole table. Lists: <c>goods</c> (epoch 1 live, 2 to come), <c>past</c> (epoch 1 ended), <c>twice</c> (epochs 1 and 2 live), <c>shoes</c> (another sector's).
/// </summary>
public sealed class BadWorld : IAsyncLifetime
{
    private readonly Dictionary<string, EnrolledMember> _members = [];
    private World _world = null!;

    internal HubFixture Hub => _world.Hub;

    internal World World => _world;

    internal EnrolledMember Alpha => _members["alpha"];

    internal EnrolledMember Beta => _members["beta"];

    internal EnrolledMember Courier => _members["swift"];

    internal EnrolledMember Brand => _members["brand"];

    internal EnrolledMember Desk => _members["desk"];

    internal HttpClient Operator { get; private set; } = null!;

    internal HttpClient Open { get; private set; } = null!;

    /// <summary>Four good elements of goods, epoch 1, phone.</summary>
    internal byte[] Elements { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        foreach (string list in (string[])["past", "twice"])
        {
            await _world.AddListAsync(list);
        }
        await _world.AddListAsync("shoes", ["footwear"]);
        await OpenAsync("past", days: 90);
        await OpenAsync("shoes");
        Hub.Time.Advance(TimeSpan.FromDays(91));
        // What the hub does by itself, now rather than in the middle of the table.
        await Hub.Host.Services.GetServices<IHostedService>().OfType<DestroyEndedEpochs>().Single().RunAsync(CancellationToken.None);
        await OpenAsync("twice");
        await OpenAsync("twice");
        await _world.OpenEpochAsync("+1h");
        foreach ((string slug, string role, string sector) in ((string, string, string)[])
            [("alpha", "member", "marketplace"), ("beta", "member", "marketplace"), ("swift", "courier", "logistics"), ("brand", "rights-holder", "brands"), ("desk", "regulator", "government")])
        {
            _members.Add(slug, await Hub.EnrolAsync(slug, role, sector));
        }
        Operator = Hub.OperatorHttp();
        Open = Hub.Client(null, Server.Access.HubPort.Public);
        using BlindedBatch batch = World.Blind(await _world.KeyAsync(Alpha.Http), 4);
        Elements = batch.BlindedElements.ToArray();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    /// <summary>A member with a legal entity of its own, once.</summary>
    internal async Task<EnrolledMember> MemberAsync(string slug)
    {
        if (!_members.TryGetValue(slug, out EnrolledMember? member))
        {
            _members.Add(slug, member = await Hub.EnrolAsync(slug));
        }
        return member;
    }

    /// <summary>The digest of a file that the newest manifest of goods names.</summary>
    internal async Task<string> SnapshotAsync()
    {
        BuildSnapshotsResponse built = await Hub.Operator.PostAsync("snapshots", new BuildSnapshotsRequest("goods"), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);
        return built.Lists[0].Files[0].Digest;
    }

    private Task<EpochResponse> OpenAsync(string list, int? days = null) => Hub.Operator.PostAsync(
        $"lists/{list}/epochs", new OpenEpochRequest("now", days), EpochsJson.Default.OpenEpochRequest, EpochsJson.Default.EpochResponse, CancellationToken.None);
}
