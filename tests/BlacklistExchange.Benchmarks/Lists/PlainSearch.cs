using System.Buffers.Binary;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>The reference for look-ups: binary search over the same entries, in plain memory.</summary>
internal sealed class PlainSearch(byte[] file)
{
    public bool TryFind(Tag tag)
    {
        Span<byte> bytes = stackalloc byte[Tag.Size];
        tag.CopyTo(bytes);
        UInt128 wanted = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        int low = 0, high = ((file.Length - SnapshotHeader.Size) / SnapshotEntry.Size) - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            UInt128 found = BinaryPrimitives.ReadUInt128BigEndian(file.AsSpan(SnapshotHeader.Size + (middle * SnapshotEntry.Size)));
            if (found == wanted)
            {
                return true;
            }

            if (found < wanted)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return false;
    }
}
