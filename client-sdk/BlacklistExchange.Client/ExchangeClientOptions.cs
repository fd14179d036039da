namespace BlacklistExchange.Client;

/// <summary>Settings of an <see cref="ExchangeClient"/>. What is required has no default; everything is checked before the first use, and the message names the option.</summary>
public sealed class ExchangeClientOptions
{
    /// <summary>The opened profile. Either this or <see cref="ProfileDirectory"/> is required.</summary>
    public ExchangeProfile? Profile { get; set; }

    /// <summary>Directory of the profile, see <see cref="ExchangeProfile.Create"/>.</summary>
    public string? ProfileDirectory { get; set; }

    /// <summary>Required: name of the list to ask and to report to.</summary>
    public string? List { get; set; }

    /// <summary>Required: what an uncertain answer means for <see cref="Listing.ShouldRefuse"/>. There is no default, because both answers hurt somebody.</summary>
    public OnUncertain? OnUncertain { get; set; }

    /// <summary>Where local lists lie; <c>lists</c> inside the profile by default. Several processes may share it.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Where the encrypted report vault lies; <c>vault</c> inside the profile by default. Back it up: retraction and renewal need it.</summary>
    public string? VaultDirectory { get; set; }

    /// <summary>The vault key, 32 bytes, from the caller's own key store; null = the profile's <c>vault.key</c> file. The client copies it.</summary>
    public byte[]? VaultKey { get; set; }

    /// <summary>A list older than this answers <see cref="Verdict.Stale"/>. From one minute to 30 days; 24 hours by default.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often background synchronisation asks for a newer list. From ten seconds to one day; five minutes by default.</summary>
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a query that finds no list, or a stale one, first tries to synchronise. True by default.</summary>
    public bool SyncWhenNeeded { get; set; } = true;

    /// <summary>Longest time for one attempt of one request, and for a pause within a download. From one second to ten minutes; 30 seconds by default.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// An HTTP proxy to tunnel through (CONNECT), <c>http://host:port</c>; null = none, and the environment's proxy settings are not read. It sees where, when and
    /// how much; a proxy that opens the TLS inside is refused.
    /// </summary>
    public Uri? ProxyAddress { get; set; }

    /// <summary>
    /// A plain cache to fetch list files from, <c>https://host:port</c>, instead of the one the bundle names, if any. What it sends is compared with the signed
    /// manifest; whatever it lacks or spoils comes from the hub.
    /// </summary>
    public Uri? FilesAddress { get; set; }

    /// <summary>Entry keys kept in this process's memory, so that repeats cost nothing: 0 to 10,000,000; 65,536 by default (about 10 MB).</summary>
    public int CachedEntryKeys { get; set; } = 65_536;

    /// <summary>
    /// Where entry keys are kept beyond this process, sealed; null = nowhere, and of a query nothing is written to disk. Processes that share a profile and a store
    /// pay once for what any of them knows.
    /// </summary>
    public EntryKeyStore? EntryKeyStore { get; set; }

    /// <summary>How long <c>QueryManyAsync</c> may wait for the burst budget to refill before it answers <see cref="Verdict.Unsure"/>. Zero to one day; 15 minutes by default.</summary>
    public TimeSpan BurstWait { get; set; } = TimeSpan.FromMinutes(15);

    internal ExchangeClientOptions Copy() => (ExchangeClientOptions)MemberwiseClone();
}
