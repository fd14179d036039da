using System.Buffers.Text;
using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Benchmarks.Hub;

/// <summary>A running hub with a list, a live epoch and enrolled members.</summary>
internal sealed class HubWorld : IAsyncDisposable
{
    public const string List = "ipr-benchmark";
    public const uint Epoch = 1;
    public const IdentifierKind Kind = IdentifierKind.Phone;
    public const string Entity = "benchmark-platform";
    private const int DeclaredPerDay = 10_000_000;
    private const long HubWide = 1L << 36;

    private HubWorld(HubProcess hub, IReadOnlyList<ExchangeProfile> members, JointKey key)
    {
        Hub = hub;
        Members = members;
        Key = key;
        Scrape = new HubScrape(hub);
    }

    public HubProcess Hub { get; }

    /// <summary>The hub's own figures.</summary>
    public HubScrape Scrape { get; }

    public IReadOnlyList<ExchangeProfile> Members { get; }

    /// <summary>The epoch's key, by which answers are verified.</summary>
    public JointKey Key { get; }

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
            string[] names = [.. (kinds ?? [Kind]).Select(IdentifierKinds.Name)];
            await console.PostAsync("lists", new AddListRequest(List, "measuring", names, null, 0, null, null, HubWide, null), ListsJson.Default.AddListRequest, ListsJson.Default.ListResponse, cancellationToken);
            EpochResponse epoch = await console.PostAsync(
                $"lists/{List}/epochs", new OpenEpochRequest(null, null), EpochsJson.Default.OpenEpochRequest, EpochsJson.Default.EpochResponse, cancellationToken);
            await console.PostAsync("entities", new AddEntityRequest(Entity, "Benchmark Platform", "0", null), MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, cancellationToken);
            List<ExchangeProfile> profiles = [];
            for (int i = 0; i < members; i++)
            {
                profiles.Add(await EnrolAsync(console, hub, $"platform-{i}", i == 0 && declared ? names.ToDictionary(static name => name, static _ => DeclaredPerDay) : null, role, cancellationToken));
            }

            return new HubWorld(hub, profiles, JointKey.OfSingle(Ciphersuite.Ristretto255Sha512, PublicKeyOf(epoch)));
        }
        catch (Exception exception)
        {
            await hub.DisposeAsync();
            if (exception is OperatorRefusedException refused)
            {
                throw new NotMeasuredException($"The hub refused a step of the preparation: {refused.Problem.Title} {refused.Problem.Field} {refused.Problem.Detail}");
            }

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

    private static async Task<ExchangeProfile> EnrolAsync(
        OperatorClient console, HubProcess hub, string name, IReadOnlyDictionary<string, int>? declared, string role, CancellationToken cancellationToken)
    {
        ExchangeProfile profile = ExchangeProfile.Create(hub.At(name), name);
        EnrolledResponse enrolled = await console.PostAsync(
            "members", new AddMemberRequest(profile.Request!, Entity, role, "marketplace", declared, null), MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, cancellationToken);
        return profile.Import(JsonSerializer.Serialize(enrolled.Bundle, WireJson.Default.MemberBundle));
    }

    private static byte[] PublicKeyOf(EpochResponse epoch) => Base64Url.DecodeFromChars(epoch.Kinds.Single(static line => line.Kind == IdentifierKinds.Name(Kind)).PublicKey);
}
