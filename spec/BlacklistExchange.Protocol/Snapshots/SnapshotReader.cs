using System.Buffers.Binary;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// Finds entries in the bytes of one snapshot (spec/protocol.md §8.1). Tags are uniform, so the search starts where the tag should stand and
/// narrows by interpolation. The caller has verified the file's digest against the signed manifest; this type checks shape and order bounds only.
/// </summary>
public readonly ref struct SnapshotReader
{
    private readonly ReadOnlySpan<byte> _entries;

    private SnapshotReader(SnapshotHeader header, ReadOnlySpan<byte> entries)
    {
        Header = header;
        _entries = entries;
    }

    /// <summary>What the file says it is.</summary>
    public SnapshotHeader Header { get; }

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Length / SnapshotEntry.Size;

    /// <summary>Opens the bytes of a whole file; false when the header and the length disagree.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> file, out SnapshotReader reader)
    {
        reader = default;
        if (!SnapshotHeader.TryDecode(file, file.Length, out SnapshotHeader header))
        {
            return false;
        }
        reader = new SnapshotReader(header, file[SnapshotHeader.Size..]);
        return true;
    }

    /// <summary>Entry number <paramref name="index"/>, 64 bytes.</summary>
    public ReadOnlySpan<byte> Entry(int index) => _entries.Slice(index * SnapshotEntry.Size, SnapshotEntry.Size);

    /// <summary>Finds the entry whose first 16 bytes are <paramref name="tag16"/>; false when there is none.</summary>
    public bool TryFind(ReadOnlySpan<byte> tag16, out ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag16.Length, SnapshotEntry.LabelOffset);
        ulong wanted = BinaryPrimitives.ReadUInt64BigEndian(tag16);
        int low = 0;
        int high = Count - 1;
        ulong lowKey = 0;
        ulong highKey = ulong.MaxValue;
        for (int step = 0; low <= high; step++)
        {
            int middle = step < 8 ? Guess(low, high, lowKey, highKey, wanted) : low + (high - low) / 2;
            entry = Entry(middle);
            int order = entry[..SnapshotEntry.LabelOffset].SequenceCompareTo(tag16);
            if (order == 0)
            {
                return true;
            }
            if (order < 0)
            {
                low = middle + 1;
                lowKey = BinaryPrimitives.ReadUInt64BigEndian(entry);
            }
            else
            {
                high = middle - 1;
                highKey = BinaryPrimitives.ReadUInt64BigEndian(entry);
            }
        }
        entry = default;
        return false;
    }

    private static int Guess(int low, int high, ulong lowKey, ulong highKey, ulong wanted)
    {
        if (highKey <= lowKey || wanted <= lowKey)
        {
            return low;
        }
        double share = (double)(wanted - lowKey) / (highKey - lowKey);
        return Math.Clamp(low + (int)(share * (high - low)), low, high);
    }
}
