using BlacklistExchange.Client;
using BlacklistExchange.Load.Preparing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Load.Hub;

/// <summary>A running hub with a list, a live epoch and enrolled members.</summary>
internal sealed class HubWorld : IAsyncDisposable
{
    public const string List = "ipr-benchmark";
    public const uint Epoch = 1;
    public const IdentifierKind Kind = IdentifierKind.Phone;
    public const string Entity = "benchmark-platform";

    private HubWorld(HubProcess hub, IReadOnlyList<ExchangeProfile> members)
    {
        Hub = hub;
        Members = members;
        Scrape = new HubScrape(new Uri(hub.Addresses.Operator), hub.OperatorFolder);
    }

    public HubProcess Hub { get; }

    /// <summary>The hub's own figures.</summary>
    public HubScrape Scrape { get; }

    public IReadOnlyList<ExchangeProfile> Members { get; }

    /// <param name="members">How many are enrolled.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="declared">Declares a volume that no measurement exhausts; without it the budget is the default one.</param>
    /// <param name="kinds">Kinds of the list; <see cref="Kind"/> alone when not given.</param>
    /// <param name="role">The members' role.</param>
    public static async Task<HubWorld> StartAsync(int members, CancellationToken cancellationToken, bool declared = true, IReadOnlyList<IdentifierKind>? kinds = null, string role = "member")
    {
        HubProcess hub = await HubProcess.StartAsync(cancellationToken);
        try
        {
            using OperatorClient console = OperatorClient.Open(new Uri(hub.Addresses.Operator), hub.OperatorFolder);
            Enrolling enrolling = new(console, List) { Kinds = kinds ?? [Kind], Declared = declared, Role = role };
            await enrolling.OpenListAsync(cancellationToken);
            return new HubWorld(hub, await enrolling.MembersAsync(hub.At(""), "platform-", members, Entity, cancellationToken));
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Units that the hub has charged for queries, in its own table.</summary>
    public long Charged
    {
        get
        {
            using SqliteConnection connection = StoreConnection.OpenReader(Hub.Data.At("hub.db"));
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT coalesce(sum(queried), 0) FROM budget_key_counter";
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>Has the list's files built.</summary>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        using OperatorClient console = OperatorClient.Open(new Uri(Hub.Addresses.Operator), Hub.OperatorFolder);
        await console.PostAsync("snapshots", new BuildSnapshotsRequest(List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Scrape.Dispose();
        return Hub.DisposeAsync();
    }
}
