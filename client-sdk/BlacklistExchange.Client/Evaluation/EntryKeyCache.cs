using System.Buffers.Binary;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Entry keys of this process's latest identifiers, so that a repeat makes no traffic and costs nothing: bounded, pinned, zeroed when it leaves. Behind it
/// there may be a store of those that outlive the process; without one nothing goes to disk.
/// </summary>
internal sealed class EntryKeyCache : IDisposable
{
    private const int MostOnStack = 256;

    private readonly byte[] _processKey = GC.AllocateArray<byte>(32, pinned: true);
    private readonly byte[] _slots;
    private readonly Dictionary<CacheKey, LinkedListNode<(CacheKey Key, int Slot)>> _index = [];
    private readonly LinkedList<(CacheKey Key, int Slot)> _order = [];
    private readonly Lock _lock = new();
    private readonly int _capacity;
    private readonly LastingKeys? _lasting;
    private bool _disposed;

    public EntryKeyCache(int capacity)
    {
        _capacity = capacity;
        _slots = GC.AllocateArray<byte>(checked(capacity * EntryKey.Size), pinned: true);
        RandomNumberGenerator.Fill(_processKey);
    }

    /// <summary>In front of a store; takes <paramref name="lasting"/> over.</summary>
    public EntryKeyCache(int capacity, LastingKeys lasting)
        : this(capacity)
    {
        _lasting = lasting;
        byte[] key = lasting.NameKey();
        key.CopyTo(_processKey, 0);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The name of an input under an epoch; the kind is part of the input.</summary>
    public CacheKey KeyOf(EpochKeys epoch, ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        int length = _processKey.Length + epoch.Digest.Length + input.Length;
        Span<byte> named = length <= MostOnStack ? stackalloc byte[length] : new byte[length];
        _processKey.CopyTo(named);
        epoch.Digest.CopyTo(named[_processKey.Length..]);
        input.CopyTo(named[^input.Length..]);
        SHA256.HashData(named, digest);
        CryptographicOperations.ZeroMemory(named);
        return new CacheKey(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
    }

    /// <summary>A copy of the entry key, the caller's to dispose; null when it is not here.</summary>
    public EntryKey? Find(CacheKey key)
    {
        if (Here(key) is { } here)
        {
            return here;
        }
        if (_lasting?.Find(key) is not { } kept)
        {
            return null;
        }
        TryAdd(key, kept);
        return kept;
    }

    public void Add(CacheKey key, EntryKey entryKey)
    {
        if (TryAdd(key, entryKey))
        {
            _lasting?.Keep(key, entryKey);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _index.Clear();
            _order.Clear();
            CryptographicOperations.ZeroMemory(_slots);
            CryptographicOperations.ZeroMemory(_processKey);
            _lasting?.Dispose();
        }
    }

    private EntryKey? Here(CacheKey key)
    {
        lock (_lock)
        {
            if (_disposed || !_index.TryGetValue(key, out LinkedListNode<(CacheKey Key, int Slot)>? node))
            {
                return null;
            }
            _order.Remove(node);
            _order.AddFirst(node);
            return EntryKey.Import(Slot(node.Value.Slot));
        }
    }

    /// <summary>False when it was here already, or the client is gone.</summary>
    private bool TryAdd(CacheKey key, EntryKey entryKey)
    {
        lock (_lock)
        {
            if (_disposed || _index.ContainsKey(key))
            {
                return false;
            }
            if (_capacity == 0)
            {
                return true;
            }
            int slot = _index.Count;
            if (slot == _capacity)
            {
                LinkedListNode<(CacheKey Key, int Slot)> oldest = _order.Last!;
                slot = oldest.Value.Slot;
                _index.Remove(oldest.Value.Key);
                _order.RemoveLast();
            }
            entryKey.Reveal().CopyTo(Slot(slot));
            _index[key] = _order.AddFirst((key, slot));
            return true;
        }
    }

    private Span<byte> Slot(int slot) => _slots.AsSpan(slot * EntryKey.Size, EntryKey.Size);
}
