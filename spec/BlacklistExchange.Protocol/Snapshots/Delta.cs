using System.Buffers.Binary;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// The difference of two snapshots of one (list, kind, epoch), against a named base (spec/protocol.md §8.2):
/// <c>"BEXDELT1" ‖ base digest 32 ‖ result digest 32 ‖ removals u32 ‖ changes u32 ‖ removed tag16 … ‖ changed or new entry64 …</c>, each part ascending.
/// Nothing here copies a file: spans may be memory-mapped.
/// </summary>
public static class Delta
{
    /// <summary>Length of the fixed part in bytes.</summary>
    public const int HeaderSize = 8 + 32 + 32 + 4 + 4;

    private const int TagSize = SnapshotEntry.LabelOffset;
    private const int DigestSize = 32;

    private static ReadOnlySpan<byte> Magic => "BEXDELT1"u8;

    /// <summary>Length in bytes that the delta from one snapshot to the other would have: whether it is worth writing.</summary>
    /// <param name="before">Bytes of the base file.</param>
    /// <param name="after">Bytes of the resulting file.</param>
    /// <exception cref="ArgumentException">One of them is not a snapshot, or they are not of one list, kind and epoch.</exception>
    public static long LengthBetween(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        (uint removals, uint changes) = Count(Differences(before, after));
        return HeaderSize + (long)removals * TagSize + (long)changes * SnapshotEntry.Size;
    }

    /// <summary>The delta as bytes, for files that are small; arguments and errors are those of <see cref="Write"/>.</summary>
    public static byte[] Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> beforeDigest, ReadOnlySpan<byte> after, ReadOnlySpan<byte> afterDigest)
    {
        using MemoryStream delta = new();
        Write(before, beforeDigest, after, afterDigest, delta);
        return delta.ToArray();
    }

    /// <summary>Writes the delta from one snapshot's bytes to another's and returns its SHA-256, its name.</summary>
    /// <param name="before">Bytes of the base file.</param>
    /// <param name="beforeDigest">SHA-256 of the base file.</param>
    /// <param name="after">Bytes of the resulting file.</param>
    /// <param name="afterDigest">SHA-256 of the resulting file.</param>
    /// <param name="stream">Where the delta goes; it stays the caller's.</param>
    /// <exception cref="ArgumentException">One of them is not a snapshot, they are not of one list, kind and epoch, or a digest is not 32 bytes.</exception>
    public static byte[] Write(ReadOnlySpan<byte> before, ReadOnlySpan<byte> beforeDigest, ReadOnlySpan<byte> after, ReadOnlySpan<byte> afterDigest, Stream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(beforeDigest.Length, DigestSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(afterDigest.Length, DigestSize);
        (uint removals, uint changes) = Count(Differences(before, after));
        Span<byte> header = stackalloc byte[HeaderSize];
        Magic.CopyTo(header);
        beforeDigest.CopyTo(header[8..]);
        afterDigest.CopyTo(header[40..]);
        BinaryPrimitives.WriteUInt32BigEndian(header[72..], removals);
        BinaryPrimitives.WriteUInt32BigEndian(header[76..], changes);
        using DigestingOutput output = new(stream);
        output.Append(header);
        for (SnapshotDifferences rows = Differences(before, after); removals > 0 && rows.MoveNext();)
        {
            if (rows.IsRemoval)
            {
                output.Append(rows.Entry[..TagSize]);
            }
        }
        for (SnapshotDifferences rows = Differences(before, after); changes > 0 && rows.MoveNext();)
        {
            if (!rows.IsRemoval)
            {
                output.Append(rows.Entry);
            }
        }
        return output.Complete();
    }

    /// <summary>
    /// Applies <paramref name="delta"/> to the base and streams the resulting file to the writer that <paramref name="writer"/> makes. False when the delta
    /// is malformed, names another base, removes what is not there, does not ascend, or leads to another file than it says; what was written is then
    /// worthless. The caller still compares the digest with the manifest.
    /// </summary>
    /// <param name="before">Bytes of the base file.</param>
    /// <param name="beforeDigest">SHA-256 of the base file, as verified.</param>
    /// <param name="delta">Bytes of the delta file.</param>
    /// <param name="writer">Makes the writer of the result once its header is known; it is called at most once and its writer disposed here.</param>
    /// <param name="digest">SHA-256 of what was written; empty when the answer is false.</param>
    public static bool TryApply(ReadOnlySpan<byte> before, ReadOnlySpan<byte> beforeDigest, ReadOnlySpan<byte> delta, Func<SnapshotHeader, SnapshotWriter> writer, out byte[] digest)
    {
        digest = [];
        if (!SnapshotReader.TryOpen(before, out SnapshotReader old) || !TryParts(delta, beforeDigest, out ReadOnlySpan<byte> removals, out ReadOnlySpan<byte> changes)
            || !TryCount(old, removals, changes, out ulong count))
        {
            return false;
        }
        using SnapshotWriter result = writer(old.Header with { Count = count });
        if (!TryMerge(old, removals, changes, result))
        {
            return false;
        }
        byte[] written = result.Complete();
        bool asNamed = written.AsSpan().SequenceEqual(delta.Slice(8 + DigestSize, DigestSize));
        digest = asNamed ? written : [];
        return asNamed;
    }

    private static SnapshotDifferences Differences(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (!SnapshotReader.TryOpen(before, out SnapshotReader old) || !SnapshotReader.TryOpen(after, out SnapshotReader fresh))
        {
            throw new ArgumentException("Not a snapshot file.");
        }
        if (old.Header with { Count = 0 } != fresh.Header with { Count = 0 })
        {
            throw new ArgumentException("A delta leads from one file of a list, kind and epoch to another of the same three.");
        }
        return new SnapshotDifferences(old, fresh);
    }

    private static (uint Removals, uint Changes) Count(SnapshotDifferences rows)
    {
        uint removals = 0;
        uint changes = 0;
        while (rows.MoveNext())
        {
            removals += rows.IsRemoval ? 1u : 0u;
            changes += rows.IsRemoval ? 0u : 1u;
        }
        return (removals, changes);
    }

    private static bool TryParts(ReadOnlySpan<byte> delta, ReadOnlySpan<byte> beforeDigest, out ReadOnlySpan<byte> removals, out ReadOnlySpan<byte> changes)
    {
        removals = changes = default;
        if (delta.Length < HeaderSize || !delta.StartsWith(Magic) || !delta.Slice(8, DigestSize).SequenceEqual(beforeDigest))
        {
            return false;
        }
        long removed = BinaryPrimitives.ReadUInt32BigEndian(delta[72..]) * (long)TagSize;
        long changed = BinaryPrimitives.ReadUInt32BigEndian(delta[76..]) * (long)SnapshotEntry.Size;
        if (HeaderSize + removed + changed != delta.Length)
        {
            return false;
        }
        removals = delta.Slice(HeaderSize, (int)removed);
        changes = delta[(HeaderSize + (int)removed)..];
        return Ascends(removals, TagSize) && Ascends(changes, SnapshotEntry.Size);
    }

    private static bool Ascends(ReadOnlySpan<byte> rows, int size)
    {
        for (int at = size; at < rows.Length; at += size)
        {
            if (SnapshotEntry.Compare(rows[(at - size)..], rows[at..]) >= 0)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Every removal is there, no change is also a removal, and the result is not too long.</summary>
    private static bool TryCount(SnapshotReader old, ReadOnlySpan<byte> removals, ReadOnlySpan<byte> changes, out ulong count)
    {
        count = (ulong)old.Count;
        for (int at = 0; at < removals.Length; at += TagSize, count--)
        {
            if (!old.TryFind(removals.Slice(at, TagSize), out _))
            {
                return false;
            }
        }
        int r = 0;
        for (int at = 0; at < changes.Length; at += SnapshotEntry.Size)
        {
            while (r < removals.Length && SnapshotEntry.Compare(removals[r..], changes[at..]) < 0)
            {
                r += TagSize;
            }
            if (r < removals.Length && SnapshotEntry.Compare(removals[r..], changes[at..]) == 0)
            {
                return false;
            }
            count += old.TryFind(changes.Slice(at, TagSize), out _) ? 0u : 1u;
        }
        return count <= SnapshotHeader.MaxCount;
    }

    private static bool TryMerge(SnapshotReader old, ReadOnlySpan<byte> removals, ReadOnlySpan<byte> changes, SnapshotWriter result)
    {
        int i = 0;
        int r = 0;
        int c = 0;
        bool ascends = true;
        while (ascends && (i < old.Count || c < changes.Length))
        {
            int order = i == old.Count ? 1 : c == changes.Length ? -1 : SnapshotEntry.Compare(old.Entry(i), changes[c..]);
            if (order >= 0)
            {
                ascends = result.TryAdd(changes.Slice(c, SnapshotEntry.Size));
                c += SnapshotEntry.Size;
                i += order == 0 ? 1 : 0;
            }
            else if (r < removals.Length && SnapshotEntry.Compare(removals[r..], old.Entry(i)) == 0)
            {
                r += TagSize;
                i++;
            }
            else
            {
                ascends = result.TryAdd(old.Entry(i++));
            }
        }
        return ascends;
    }
}
