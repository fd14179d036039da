using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Handles;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Queries;
using BlacklistExchange.Client.Reporting;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Vault;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlacklistExchange.Client;

/// <summary>Puts a client together: what depends on what is read off here, top to bottom.</summary>
internal sealed class ClientParts : IDisposable
{
    private readonly HubConnection _connection;
    private readonly EntryKeyCache _cache;
    private readonly EvaluationQueue _queue;
    private readonly ExchangePin _pin;

    public ClientParts(ExchangeClientOptions options, ILogger? logger, TimeProvider time)
    {
        Profile = options.Profile ?? ExchangeProfile.Open(options.ProfileDirectory!);
        ExchangePin pin = _pin = new(Profile.Bundle.Exchange, options.List!, Profile.ReadExchangeKey());
        Vault = new ReportVault(options.VaultDirectory ?? Profile.PathOf("vault"), VaultKey(options, Profile));
        _connection = new HubConnection(Profile, options.RequestTimeout, options.ProxyAddress, options.FilesAddress, time, logger ?? NullLogger.Instance);
        Hub = new HubApi(_connection, pin.List);
        ListFolder folder = new(Path.Combine(options.DataDirectory ?? Profile.PathOf("lists"), pin.Exchange, pin.List));
        ListOpener opener = new(folder, pin);
        List = new LocalList(folder, opener, new ListSync(Hub, folder, pin, opener, options.RequestTimeout, time), time, logger ?? NullLogger.Instance);
        _cache = options.EntryKeyStore is { } store ? new EntryKeyCache(options.CachedEntryKeys, new LastingKeys(store, CreateSeal("entry-keys"))) : new EntryKeyCache(options.CachedEntryKeys);
        _queue = new EvaluationQueue(Hub, _cache);
        ListingRules rules = new(options.OnUncertain!.Value, options.StaleAfter);
        Queries = new QueryRoad(List, _queue, _cache, rules, options, time);
        Handles = new HandleRoad(new HandleCipher(Vault.DeriveKey("bex/handle/v1"u8), pin.Exchange, pin.List), Queries, List, rules, options.OnUncertain.Value, time);
        KeyRoad keys = new(_queue, _cache);
        Reports = new ReportRoad(Profile, pin, List, keys, Hub, Vault, time);
        Retractions = new RetractionRoad(Profile, Hub, Vault, time);
        Resends = new ResendRoad(Profile, pin, Hub, Vault, Retractions);
        Renewals = new RenewalRoad(Profile, Reports, keys, Hub, Vault);
        Desk = new DeskRoad(Reports, keys, Hub, time);
    }

    public ExchangeProfile Profile { get; }

    public ReportVault Vault { get; }

    public HubApi Hub { get; }

    public LocalList List { get; }

    public QueryRoad Queries { get; }

    public HandleRoad Handles { get; }

    public ReportRoad Reports { get; }

    public RetractionRoad Retractions { get; }

    public ResendRoad Resends { get; }

    public RenewalRoad Renewals { get; }

    public DeskRoad Desk { get; }

    public LocalSeal CreateSeal(string use) => new(Vault.DeriveKey(LocalSeal.Info(_pin.Exchange, _pin.List, use, "seal")), Vault.DeriveKey(LocalSeal.Info(_pin.Exchange, _pin.List, use, "name")));

    public void Dispose()
    {
        _queue.Dispose();
        _connection.Dispose();
        _cache.Dispose();
        List.Dispose();
        Handles.Dispose();
        Vault.Dispose();
    }

    private static byte[] VaultKey(ExchangeClientOptions options, ExchangeProfile profile)
    {
        if (options.VaultKey is null)
        {
            return profile.ReadVaultKey();
        }
        byte[] copy = GC.AllocateArray<byte>(options.VaultKey.Length, pinned: true);
        options.VaultKey.CopyTo(copy, 0);
        return copy;
    }
}
