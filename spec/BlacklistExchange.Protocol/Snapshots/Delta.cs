using System.Buffers.Binary;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// The difference of two snapshots of one (list, kind, epoch), against a named base (spec/protocol.md §8.2):
/// <c>"BEXDELT1" ‖ base digest 32 ‖ result digest 32 ‖ removals u32 ‖ changes u32 ‖ removed tag16 … ‖ changed or new entry64 …</c>, each part ascending.
/// </summary>
public static class Delta
{
    /// <summary>Length of the fixed part in bytes.</summary>
    public const int HeaderSize = 8 + 32 + 32 + 4 + 4;

    private const int TagSize = SnapshotEntry.LabelOffset;

    private static ReadOnlySpan<byte> Magic => "BEXDELT1"u8;

    /// <summary>Computes the delta from one snapshot's bytes to another's.</summary>
    /// <param name="before">Bytes of the base file.</param>
    /// <param name="beforeDigest">SHA-256 of the base file.</param>
    /// <param name="after">Bytes of the resulting file.</param>
    /// <param name="afterDigest">SHA-256 of the resulting file.</param>
    /// <exception cref="ArgumentException">One of the files is not a snapshot.</exception>
    public static byte[] Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> beforeDigest, ReadOnlySpan<byte> after, ReadOnlySpan<byte> afterDigest)
    {
        if (!SnapshotReader.TryOpen(before, out SnapshotReader old) || !SnapshotReader.TryOpen(after, out SnapshotReader fresh))
        {
            throw new ArgumentException("Not a snapshot file.");
        }
        using MemoryStream removals = new();
        using MemoryStream changes = new();
        int i = 0;
        int j = 0;
        while (i < old.Count || j < fresh.Count)
        {
            int order = i == old.Count ? 1 : j == fresh.Count ? -1 : old.Entry(i)[..TagSize].SequenceCompareTo(fresh.Entry(j)[..TagSize]);
            if (order < 0)
            {
                removals.Write(old.Entry(i)[..TagSize]);
            }
            else if (order > 0 || !old.Entry(i).SequenceEqual(fresh.Entry(j)))
            {
                changes.Write(fresh.Entry(j));
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return Assemble(beforeDigest, afterDigest, removals, changes);
    }

    /// <summary>
    /// Applies <paramref name="delta"/> to the base and streams the resulting file to <paramref name="writer"/>. False when the delta is malformed,
    /// names another base, removes what is not there, or does not ascend; what was written is then worthless. The caller still compares the
    /// result's digest with the manifest.
    /// </summary>
    /// <param name="before">Bytes of the base file.</param>
    /// <param name="beforeDigest">SHA-256 of the base file, as verified.</param>
    /// <param name="delta">Bytes of the delta file.</param>
    /// <param name="writer">Makes the writer of the result once its header is known.</param>
    /// <param name="digest">SHA-256 of what was written.</param>
    public static bool TryApply(ReadOnlySpan<byte> before, ReadOnlySpan<byte> beforeDigest, ReadOnlySpan<byte> delta, Func<SnapshotHeader, SnapshotWriter> writer, out byte[] digest)
    {
        digest = [];
        if (!SnapshotReader.TryOpen(before, out SnapshotReader old) || !TryParts(delta, beforeDigest, out ReadOnlySpan<byte> removals, out ReadOnlySpan<byte> changes))
        {
            return false;
        }
        if (!TryCount(old, removals, changes, out ulong count))
        {
            return false;
        }
        using SnapshotWriter result = writer(old.Header with { Count = count });
        int i = 0;
        int r = 0;
        int c = 0;
        while (i < old.Count || c < changes.Length)
        {
            int order = i == old.Count ? 1 : c == changes.Length ? -1 : old.Entry(i)[..TagSize].SequenceCompareTo(changes.Slice(c, TagSize));
            if (order >= 0)
            {
                result.Add(changes.Slice(c, SnapshotEntry.Size));
                c += SnapshotEntry.Size;
                i += order == 0 ? 1 : 0;
                continue;
            }
            if (r < removals.Length && removals.Slice(r, TagSize).SequenceEqual(old.Entry(i)[..TagSize]))
            {
                r += TagSize;
            }
            else
            {
                result.Add(old.Entry(i));
            }
            i++;
        }
        digest = result.Complete();
        return true;
    }

    private static byte[] Assemble(ReadOnlySpan<byte> beforeDigest, ReadOnlySpan<byte> afterDigest, MemoryStream removals, MemoryStream changes)
    {
        byte[] delta = new byte[HeaderSize + removals.Length + changes.Length];
        Magic.CopyTo(delta);
        beforeDigest.CopyTo(delta.AsSpan(8, 32));
        afterDigest.CopyTo(delta.AsSpan(40, 32));
        BinaryPrimitives.WriteUInt32BigEndian(delta.AsSpan(72), (uint)(removals.Length / TagSize));
        BinaryPrimitives.WriteUInt32BigEndian(delta.AsSpan(76), (uint)(changes.Length / SnapshotEntry.Size));
        removals.ToArray().CopyTo(delta, HeaderSize);
        changes.ToArray().CopyTo(delta, HeaderSize + (int)removals.Length);
        return delta;
    }

    private static bool TryParts(ReadOnlySpan<byte> delta, ReadOnlySpan<byte> beforeDigest, out ReadOnlySpan<byte> removals, out ReadOnlySpan<byte> changes)
    {
        removals = changes = default;
        if (delta.Length < HeaderSize || !delta.StartsWith(Magic) || !delta.Slice(8, 32).SequenceEqual(beforeDigest))
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
            if (rows.Slice(at - size, TagSize).SequenceCompareTo(rows.Slice(at, TagSize)) >= 0)
            {
                return false;
            }
        }
        return true;
    }

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
            ReadOnlySpan<byte> tag = changes.Slice(at, TagSize);
            while (r < removals.Length && removals.Slice(r, TagSize).SequenceCompareTo(tag) < 0)
            {
                r += TagSize;
            }
            if (r < removals.Length && removals.Slice(r, TagSize).SequenceEqual(tag))
            {
                return false;
            }
            count += old.TryFind(tag, out _) ? 0u : 1u;
        }
        return true;
    }
}
