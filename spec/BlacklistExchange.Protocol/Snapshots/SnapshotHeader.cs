using System.Buffers.Binary;
using System.Text;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// The first 64 bytes of a snapshot: <c>"BEXSNAP1" ‖ kind u8 ‖ list_len u8 ‖ list, zero-padded to 32 ‖ epoch u32 ‖ count u64 ‖ zeros 10</c>
/// (spec/protocol.md §8.1). The same content is the same file: no time, no sequence.
/// </summary>
/// <param name="List">Name of the list, 2 to 32 ASCII characters.</param>
/// <param name="Kind">Number of the identifier kind.</param>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="Count">Number of entries that follow.</param>
public readonly record struct SnapshotHeader(string List, byte Kind, uint Epoch, ulong Count)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 64;

    /// <summary>Most entries of one file, 33,554,430: a file stays below 2 GB, so that one span can hold it. A longer one is refused by writer and reader.</summary>
    public const ulong MaxCount = (int.MaxValue - Size) / SnapshotEntry.Size;

    /// <summary>Length in bytes of the file that this header opens.</summary>
    public long FileLength => Size + (long)Count * SnapshotEntry.Size;

    internal static ReadOnlySpan<byte> Magic => "BEXSNAP1"u8;

    /// <summary>Writes the 64 bytes.</summary>
    /// <exception cref="ArgumentException">The list's name is not one, the destination is not 64 bytes, or there are more than <see cref="MaxCount"/> entries.</exception>
    public void Encode(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Size);
        ArgumentOutOfRangeException.ThrowIfEqual(Slug.IsValid(List), false, nameof(List));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, MaxCount);
        destination.Clear();
        Magic.CopyTo(destination);
        destination[8] = Kind;
        destination[9] = (byte)List.Length;
        Encoding.ASCII.GetBytes(List, destination[10..]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[42..], Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(destination[46..], Count);
    }

    /// <summary>Reads the header of a whole file of <paramref name="fileLength"/> bytes; false when magic, padding or length are not right, or the file is too long.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, long fileLength, out SnapshotHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic) || bytes[9] > Slug.MaxLength)
        {
            return false;
        }
        string list = Encoding.ASCII.GetString(bytes.Slice(10, bytes[9]));
        ulong count = BinaryPrimitives.ReadUInt64BigEndian(bytes[46..]);
        if (!Slug.IsValid(list) || count > MaxCount || (long)count * SnapshotEntry.Size + Size != fileLength)
        {
            return false;
        }
        header = new SnapshotHeader(list, bytes[8], BinaryPrimitives.ReadUInt32BigEndian(bytes[42..]), count);
        Span<byte> again = stackalloc byte[Size];
        header.Encode(again);
        return again.SequenceEqual(bytes[..Size]);
    }
}
