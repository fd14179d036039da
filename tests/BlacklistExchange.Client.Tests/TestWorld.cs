using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests;

/// <summary>A fake hub, a folder of its own, and clients enrolled there; all gone at the end.</summary>
internal sealed class TestWorld : IAsyncDisposable
{
    private readonly List<ExchangeClient> _clients = [];

    private TestWorld(FakeHub hub) => Hub = hub;

    public FakeHub Hub { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("bex-client-").FullName;

    public static async Task<TestWorld> StartAsync(FakeHubOptions? options = null) =>
        new(await FakeHub.StartAsync(options ?? new FakeHubOptions { Kinds = [IdentifierKind.SellerAccount, IdentifierKind.Phone, IdentifierKind.ResidentId] }));

    public string PathOf(string name) => Path.Combine(Folder, name);

    public ExchangeClient Client(string name = "member-a", string role = "member", Action<ExchangeClientOptions>? configure = null, TimeProvider? clock = null)
    {
        string directory = PathOf(name);
        ExchangeProfile profile = Directory.Exists(directory) ? ExchangeProfile.Open(directory) : Hub.CreateProfile(directory, name, role);
        ExchangeClientOptions options = new() { Profile = profile, List = Hub.ListName, OnUncertain = OnUncertain.FailOpen };
        configure?.Invoke(options);
        ExchangeClient client = new(options, timeProvider: clock);
        _clients.Add(client);
        return client;
    }

    public int Evaluations => Hub.Requests.Count(static request => request.Purpose is not null);

    public async ValueTask DisposeAsync()
    {
        foreach (ExchangeClient client in _clients)
        {
            await client.DisposeAsync();
        }
        await Hub.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
