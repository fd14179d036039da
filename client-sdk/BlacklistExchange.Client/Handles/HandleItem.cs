using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Handles;

/// <summary>One identifier of a handle: its kind, and its entry keys by epoch. Which identifier it was, nothing here says.</summary>
internal sealed class HandleItem(IdentifierKind kind) : IDisposable
{
    private readonly SortedList<uint, (ulong Fingerprint, EntryKey Key)> _held = [];

    public IdentifierKind Kind => kind;

    /// <summary>Epochs it has an entry key for.</summary>
    public int Count => _held.Count;

    /// <summary>Epochs ascending, the fingerprint of the key each was evaluated under, and the entry key, which stays this object's.</summary>
    public IEnumerable<(uint Epoch, ulong Fingerprint, EntryKey Key)> Held => _held.Select(static pair => (pair.Key, pair.Value.Fingerprint, pair.Value.Key));

    /// <summary>Takes a copy of an entry key; the latest of an epoch stays.</summary>
    public void Keep(uint epoch, ulong fingerprint, ReadOnlySpan<byte> key)
    {
        if (_held.TryGetValue(epoch, out (ulong Fingerprint, EntryKey Key) before))
        {
            before.Key.Dispose();
        }
        _held[epoch] = (fingerprint, EntryKey.Import(key));
    }

    /// <summary>The entry key under an epoch; null when there is none, or when it was evaluated under another key than the epoch has now.</summary>
    public EntryKey? Find(EpochKeys epoch) =>
        _held.TryGetValue(epoch.Number, out (ulong Fingerprint, EntryKey Key) held) && epoch.TryGet(kind, out KindKey? key) && key.Fingerprint == held.Fingerprint ? held.Key : null;

    public void Dispose()
    {
        foreach ((_, EntryKey key) in _held.Values)
        {
            key.Dispose();
        }
        _held.Clear();
    }
}
