using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests;

/// <summary>A hub in this process and members that use the SDK against it, each with a profile folder of its own.</summary>
internal sealed class RealWorld : IAsyncDisposable
{
    private readonly World _world;
    private readonly TempFolder _temp = new();
    private readonly List<ExchangeClient> _clients = [];

    private RealWorld(World world) => _world = world;

    public HubFixture Hub => _world.Hub;

    public World World => _world;

    /// <summary>Where the members keep their profiles.</summary>
    public string Members => _temp.Path;

    public static async Task<RealWorld> StartAsync(Action<HubOptions>? adjust = null) => new(await World.StartAsync(options =>
    {
        options.Policy.ReleaseDelaySeconds = 0;
        adjust?.Invoke(options);
    }));

    /// <summary>Enrols a member over the operator port; <paramref name="by"/> stands in its bundle as the hub's address.</summary>
    public async Task<ExchangeProfile> EnrolAsync(string slug, Uri? by = null, string role = "member")
    {
        ExchangeProfile profile = ExchangeProfile.Create(_temp.At(slug), slug);
        await Hub.Operator.PostAsync("entities", new AddEntityRequest(slug, slug, slug, null), MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, CancellationToken.None);
        EnrolledResponse enrolled = await Hub.Operator.PostAsync("members", new AddMemberRequest(profile.Request!, slug, role, "marketplace", null, null),
            MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);
        MemberBundle bundle = by is null ? enrolled.Bundle : enrolled.Bundle with { HubUrl = by.ToString() };
        return profile.Import(JsonSerializer.Serialize(bundle, WireJson.Default.MemberBundle), timeProvider: Hub.Time);
    }

    public ExchangeClient Client(ExchangeProfile profile)
    {
        ExchangeClient client = new(new ExchangeClientOptions { Profile = profile, List = World.List, OnUncertain = OnUncertain.FailClosed, RequestTimeout = TimeSpan.FromSeconds(10) }, timeProvider: Hub.Time);
        _clients.Add(client);
        return client;
    }

    public async Task<ExchangeClient> ClientAsync(string slug, Uri? by = null, string role = "member") => Client(await EnrolAsync(slug, by, role));

    /// <summary>Builds files and a manifest now.</summary>
    public Task<BuildSnapshotsResponse> PublishAsync() => Hub.Operator.PostAsync(
        "snapshots", new BuildSnapshotsRequest(World.List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);

    public static Identifier Phone(string digits) => Identifier.Parse(IdentifierKind.Phone, digits);

    public ReportCase Case(EvidenceType evidence, params Identifier[] identifiers) => new()
    {
        Category = Category.Counterfeit,
        EvidenceType = evidence,
        Observed = Month.Of(Hub.Time.GetUtcNow()),
        Identifiers = identifiers,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (ExchangeClient client in _clients)
        {
            await client.DisposeAsync();
        }
        await _world.DisposeAsync();
        _temp.Dispose();
    }
}
