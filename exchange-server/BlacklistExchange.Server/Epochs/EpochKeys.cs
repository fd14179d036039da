using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Epochs;

/// <summary>One key in memory, ready to evaluate, and the time in which it may.</summary>
internal sealed record EpochKey(Ciphersuite Suite, KeyPair Pair, VoprfServer Server, long NotBefore, long NotAfter);

/// <summary>
/// The keys of all undestroyed epochs, opened from their sealed files once and held in pinned memory. A hub without the key of an epoch that it has announced is not
/// ready: it would refuse what members were promised. Nodes over one database learn here what another has opened or destroyed.
/// </summary>
internal sealed class EpochKeys(StoreEngine engine, Store store, KeyFolder folder, TimeProvider time, ILogger<EpochKeys> logger) : IDisposable
{
    internal const string Purpose = "bex/epoch-key/v1";

    /// <summary>A node without the key of an epoch that begins so soon is not ready.</summary>
    private const long NearSeconds = 300;
    private ImmutableDictionary<(string List, long Epoch, int Kind), EpochKey> _keys = ImmutableDictionary<(string, long, int), EpochKey>.Empty;

    private ImmutableDictionary<(string List, long Epoch, int Kind), EpochRow> _missing = ImmutableDictionary<(string, long, int), EpochRow>.Empty;
    private volatile bool _loaded;

    /// <summary>Null when this node holds every key that it may be asked for now or soon. Anyone may read it, so it names no list.</summary>
    public string? Fault()
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return !_loaded ? "not loaded"
            : _missing.Values.Any(epoch => epoch.NotBefore <= now + NearSeconds && now < epoch.NotAfter) ? "a key file is missing or refused; see the log"
            : null;
    }

    /// <summary>The store names this key, the epoch is live, and this node cannot open it yet.</summary>
    internal bool Lacks(string list, long epoch, int kind, long now) =>
        _missing.TryGetValue((list, epoch, kind), out EpochRow? row) && EpochRules.IsLive(row.NotBefore, row.NotAfter, now);

    internal bool TryGet(string list, long epoch, int kind, [MaybeNullWhen(false)] out EpochKey key) => _keys.TryGetValue((list, epoch, kind), out key);

    /// <summary>
    /// Opens what the store names. Throws <see cref="SetupException"/> when a file does not open, or is absent where no other node can have made it: on a shared database it
    /// may still be on its way, and the node waits for it. An epoch whose time is over may have lost files already, when the hub stopped while it destroyed them.
    /// </summary>
    public void Load()
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        foreach ((EpochRow epoch, EpochKeyRow key) in Named())
        {
            bool mayLack = engine.IsShared || DestroyEndedEpochs.IsOver(epoch, now);
            if (!mayLack || folder.Exists(key.KeyFile))
            {
                Add(epoch, key, OpenKey(key));
            }
            else
            {
                Miss(epoch, key, null);
            }
        }
        _loaded = true;
    }

    /// <summary>Opens what others have opened since, forgets and zeroes what they have destroyed.</summary>
    public void Follow()
    {
        // What is held before the store is read has its row already, so a key adopted meanwhile is never taken for a destroyed one.
        List<(string List, long Epoch, int Kind)> held = [.. _keys.Keys];
        List<(EpochRow Epoch, EpochKeyRow Key)> named = Named();
        HashSet<(string List, long Epoch, int Kind)> names = [.. named.Select(static one => NameOf(one.Key))];
        foreach ((string list, long epoch, _) in held.Where(name => !names.Contains(name)))
        {
            Remove(list, epoch);
        }
        foreach ((string List, long Epoch, int Kind) name in _missing.Keys.Where(name => !names.Contains(name)))
        {
            ImmutableInterlocked.TryRemove(ref _missing, name, out _);
        }
        foreach ((EpochRow epoch, EpochKeyRow key) in named.Where(one => !_keys.ContainsKey(NameOf(one.Key))))
        {
            TryOpen(epoch, key);
        }
    }

    /// <summary>Takes the key into use; whoever held it first keeps it, and the other copy is zeroed.</summary>
    internal void Add(EpochRow epoch, EpochKeyRow key, KeyPair pair)
    {
        if (!ImmutableInterlocked.TryAdd(ref _keys, NameOf(key), new EpochKey(pair.Suite, pair, new VoprfServer(pair), epoch.NotBefore, epoch.NotAfter)))
        {
            pair.Dispose();
        }
        ImmutableInterlocked.TryRemove(ref _missing, NameOf(key), out _);
    }

    /// <summary>Forgets and zeroes the keys of an epoch.</summary>
    internal void Remove(string list, long epoch)
    {
        foreach (((string List, long Epoch, int Kind) name, EpochKey key) in _keys.Where(pair => pair.Key.List == list && pair.Key.Epoch == epoch))
        {
            ImmutableInterlocked.TryRemove(ref _keys, name, out _);
            key.Pair.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (EpochKey key in _keys.Values)
        {
            key.Pair.Dispose();
        }
    }

    private List<(EpochRow Epoch, EpochKeyRow Key)> Named() => store.Read((connection, transaction) => EpochSql.Undestroyed(connection, transaction)
        .SelectMany(epoch => EpochSql.Keys(connection, transaction, epoch.List, epoch.Epoch).Select(key => (epoch, key))).ToList());

    private void TryOpen(EpochRow epoch, EpochKeyRow key)
    {
        if (!folder.Exists(key.KeyFile))
        {
            Miss(epoch, key, null);
            return;
        }
        try
        {
            Add(epoch, key, OpenKey(key));
        }
        catch (Exception exception) when (exception is SetupException or IOException or UnauthorizedAccessException)
        {
            Miss(epoch, key, exception);
        }
    }

    /// <summary>Said once, not at every look.</summary>
    private void Miss(EpochRow epoch, EpochKeyRow key, Exception? refused)
    {
        if (!ImmutableInterlocked.TryAdd(ref _missing, NameOf(key), epoch))
        {
            return;
        }
        if (refused is null)
        {
            logger.LogWarning(HubEvents.EpochKeyMissing, "Epoch {Epoch} of list {List}: a key file is not in the key folder; looking again.", epoch.Epoch, epoch.List);
        }
        else
        {
            logger.LogCritical(HubEvents.EpochKeyRefused, refused, "Epoch {Epoch} of list {List}: a key file cannot be used. {Fault}", epoch.Epoch, epoch.List, refused.Message);
        }
    }

    private static (string List, long Epoch, int Kind) NameOf(EpochKeyRow key) => (key.List, key.Epoch, (int)key.Kind);

    private KeyPair OpenKey(EpochKeyRow key)
    {
        if (!Ciphersuite.TryGet(key.Suite, out Ciphersuite? suite))
        {
            throw new SetupException($"Epoch {key.Epoch} of list '{key.List}' uses suite '{key.Suite}', which this program does not run.");
        }
        using PinnedSecret secret = folder.Open(key.KeyFile, Purpose);
        KeyPair pair = KeyPair.Import(suite, secret.Span);
        if (!pair.PublicKey.Span.SequenceEqual(key.PublicKey))
        {
            pair.Dispose();
            throw new SetupException($"The key file '{key.KeyFile}' holds another key than epoch {key.Epoch} of list '{key.List}' was opened with.");
        }
        return pair;
    }
}
