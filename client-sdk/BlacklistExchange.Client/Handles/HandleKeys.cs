using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Handles;

/// <summary>
/// What a handle seals: the entry keys of one applicant's identifiers in their order (spec/handles.md section 2). Entry keys are copies, zeroed on disposal;
/// one that arrives later, after its caller stopped waiting, is not taken.
/// </summary>
internal sealed class HandleKeys(IReadOnlyList<HandleItem> items) : IDisposable
{
    public const int MostIdentifiers = 100;
    public const int MostEpochs = byte.MaxValue;

    private const int ItemSize = 1 + 1;
    private const int HeldSize = 4 + 8 + EntryKey.Size;

    private readonly Lock _lock = new();
    private bool _disposed;

    /// <summary>The longest plaintext there can be.</summary>
    public static int MaxSize { get; } = PaddedSize(MostIdentifiers, MostEpochs);

    public IReadOnlyList<HandleItem> Items => items;

    /// <summary>There is no entry key at all: nothing to seal.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return items.All(static item => item.Count == 0);
            }
        }
    }

    /// <summary>Takes a copy of the entry key of one identifier; safe from any thread.</summary>
    public void Keep(int index, EpochKeys epoch, EntryKey key)
    {
        lock (_lock)
        {
            if (!_disposed && epoch.TryGet(items[index].Kind, out KindKey? kind))
            {
                items[index].Keep(epoch.Number, kind.Fingerprint, key.Reveal());
            }
        }
    }

    /// <summary>The plaintext, padded; the caller disposes it.</summary>
    public SecretBuffer Encode()
    {
        lock (_lock)
        {
            int size = PaddedSize(items.Count, items.Max(static item => item.Count));
            SecretBuffer plain = new(size);
            plain.GetSpan(size)[..size].Clear();
            plain.Write([(byte)items.Count]);
            foreach (HandleItem item in items)
            {
                plain.Write([(byte)item.Kind, checked((byte)item.Count)]);
                foreach ((uint epoch, ulong fingerprint, EntryKey key) in item.Held)
                {
                    Write(plain, epoch, fingerprint, key);
                }
            }
            plain.Advance(size - plain.Length);
            return plain;
        }
    }

    /// <summary>Reads a plaintext; false when it has another shape than <see cref="Encode"/> gives.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> plain, [NotNullWhen(true)] out HandleKeys? keys)
    {
        List<HandleItem> items = [];
        keys = new HandleKeys(items);
        ReadOnlySpan<byte> rest = plain;
        bool isWhole = rest.Length > 0 && rest[0] is > 0 and <= MostIdentifiers;
        for (int left = isWhole ? Take(ref rest, 1)[0] : 0; left > 0 && isWhole; left--)
        {
            isWhole = TryReadItem(ref rest, items);
        }
        if (isWhole && plain.Length == PaddedSize(items.Count, items.Max(static item => item.Count)) && !rest.ContainsAnyExcept((byte)0))
        {
            return true;
        }
        keys.Dispose();
        keys = null;
        return false;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (HandleItem item in items)
            {
                item.Dispose();
            }
        }
    }

    /// <summary>The size says how many identifiers there are only as 1 to 4, 5 to 16, 17 to 64 or more, and how many epochs the most complete of them has.</summary>
    private static int PaddedSize(int identifiers, int epochs)
    {
        int room = identifiers switch { <= 4 => 4, <= 16 => 16, <= 64 => 64, _ => MostIdentifiers };
        return 1 + (room * (ItemSize + (Math.Max(1, epochs) * HeldSize)));
    }

    private static void Write(SecretBuffer plain, uint epoch, ulong fingerprint, EntryKey key)
    {
        Span<byte> head = stackalloc byte[4 + 8];
        BinaryPrimitives.WriteUInt32BigEndian(head, epoch);
        BinaryPrimitives.WriteUInt64BigEndian(head[4..], fingerprint);
        plain.Write(head);
        plain.Write(key.Reveal());
    }

    private static bool TryReadItem(ref ReadOnlySpan<byte> rest, List<HandleItem> items)
    {
        if (rest.Length < ItemSize || !IdentifierKinds.IsKnown((IdentifierKind)rest[0]) || rest.Length - ItemSize < rest[1] * HeldSize)
        {
            return false;
        }
        ReadOnlySpan<byte> head = Take(ref rest, ItemSize);
        HandleItem item = new((IdentifierKind)head[0]);
        items.Add(item);
        long last = -1;
        for (int left = head[1]; left > 0; left--)
        {
            ReadOnlySpan<byte> held = Take(ref rest, HeldSize);
            uint epoch = BinaryPrimitives.ReadUInt32BigEndian(held);
            if (epoch <= last)
            {
                return false;
            }
            last = epoch;
            item.Keep(epoch, BinaryPrimitives.ReadUInt64BigEndian(held[4..]), held[12..]);
        }
        return true;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
