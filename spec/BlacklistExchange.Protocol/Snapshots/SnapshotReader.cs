namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// Finds entries in the bytes of one snapshot (spec/protocol.md §8.1). Tags are uniform, so the search starts where the tag should stand and
/// narrows by interpolation: about four entries are read, in any file. The caller has verified the file's digest against the signed manifest; this
/// type checks the shape only, and entries out of order make it miss, never fail.
/// </summary>
public readonly ref struct SnapshotReader
{
    private const int Interpolations = 8;
    private readonly ReadOnlySpan<byte> _entries;

    /// <summary>Reopens bytes that <see cref="TryOpen"/> accepted before: the header is not read again, so that a look-up costs no more than the look-up.</summary>
    /// <param name="header">The header that was read from the same file.</param>
    /// <param name="file">The bytes of the whole file.</param>
    /// <exception cref="ArgumentException">The file is not as long as the header says.</exception>
    public SnapshotReader(SnapshotHeader header, ReadOnlySpan<byte> file)
    {
        if (file.Length != header.FileLength)
        {
            throw new ArgumentException($"The header speaks of {header.FileLength} bytes; the file has {file.Length}.", nameof(file));
        }
        Header = header;
        _entries = file[SnapshotHeader.Size..];
    }

    /// <summary>What the file says it is.</summary>
    public SnapshotHeader Header { get; }

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Length / SnapshotEntry.Size;

    /// <summary>Opens the bytes of a whole file; false when they are no snapshot, or header and length disagree. Costs the same for any length.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> file, out SnapshotReader reader)
    {
        reader = default;
        if (!SnapshotHeader.TryDecode(file, file.Length, out SnapshotHeader header))
        {
            return false;
        }
        reader = new SnapshotReader(header, file);
        return true;
    }

    /// <summary>Entry number <paramref name="index"/>, 64 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public ReadOnlySpan<byte> Entry(int index) => _entries.Slice(index * SnapshotEntry.Size, SnapshotEntry.Size);

    /// <summary>Finds the entry whose first 16 bytes are <paramref name="tag16"/>; false when there is none.</summary>
    /// <param name="tag16">The first 16 bytes of a tag.</param>
    /// <param name="entry">The whole entry, 64 bytes within the file; empty when there is none.</param>
    public bool TryFind(ReadOnlySpan<byte> tag16, out ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag16.Length, SnapshotEntry.LabelOffset);
        UInt128 wanted = SnapshotEntry.Number(tag16);
        int low = 0;
        int high = Count - 1;
        int middle = Distance(UInt128.Zero, wanted);
        for (int step = 0; low <= high; step++)
        {
            middle = step < Interpolations ? Math.Clamp(middle, low, high) : low + (high - low) / 2;
            entry = Entry(middle);
            UInt128 found = SnapshotEntry.Number(entry);
            if (found == wanted)
            {
                return true;
            }
            if (found < wanted)
            {
                low = middle + 1;
                middle += 1 + Distance(found, wanted);
            }
            else
            {
                high = middle - 1;
                middle -= 1 + Distance(wanted, found);
            }
        }
        entry = default;
        return false;
    }

    /// <summary>How many entries lie between two tags when all are evenly spread.</summary>
    private int Distance(UInt128 from, UInt128 to) => (int)Math.BigMul((ulong)((to - from) >> 64), (ulong)Count, out _);
}
