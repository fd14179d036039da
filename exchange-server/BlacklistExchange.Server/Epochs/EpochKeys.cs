using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Epochs;

/// <summary>One key in memory, ready to evaluate, and the time in which it may.</summary>
internal sealed record EpochKey(Ciphersuite Suite, KeyPair Pair, VoprfServer Server, long NotBefore, long NotAfter);

/// <summary>
/// The keys of all undestroyed epochs, opened from their sealed files once and held in pinned memory. A hub without the key of an epoch that it has announced is not
/// ready: it would refuse what members were promised.
/// </summary>
internal sealed class EpochKeys(Store store, KeyFolder folder) : IDisposable
{
    internal const string Purpose = "bex/epoch-key/v1";
    private ImmutableDictionary<(string List, long Epoch, int Kind), EpochKey> _keys = ImmutableDictionary<(string, long, int), EpochKey>.Empty;

    /// <summary>True once <see cref="Load"/> has opened every key.</summary>
    public bool IsComplete { get; private set; }

    internal bool TryGet(string list, long epoch, int kind, [MaybeNullWhen(false)] out EpochKey key) => _keys.TryGetValue((list, epoch, kind), out key);

    /// <summary>Opens what the store names. Throws <see cref="SetupException"/> when a file is absent or does not open.</summary>
    public void Load()
    {
        foreach ((EpochRow epoch, IReadOnlyList<EpochKeyRow> keys) in store.Read((connection, transaction) => EpochSql.Undestroyed(connection, transaction)
            .Select(epoch => (epoch, EpochSql.Keys(connection, transaction, epoch.List, epoch.Epoch))).ToList()))
        {
            foreach (EpochKeyRow key in keys)
            {
                Add(epoch, key, OpenKey(key));
            }
        }
        IsComplete = true;
    }

    internal void Add(EpochRow epoch, EpochKeyRow key, KeyPair pair)
    {
        EpochKey held = new(pair.Suite, pair, new VoprfServer(pair), epoch.NotBefore, epoch.NotAfter);
        ImmutableInterlocked.Update(ref _keys, keys => keys.SetItem((key.List, key.Epoch, (int)key.Kind), held));
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
            throw new SetupException($"The key file '{key.KeyFile}' holds another key than epoch {key.Epoch} of list '{key.List}' was opened with.");
        }
        return pair;
    }
}
