using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>Where things stand in an entry of a file: tag16 ‖ salt16 ‖ ciphertext16 ‖ gcm-tag16, 64 bytes (spec/protocol.md §8.1).</summary>
public static class SnapshotEntry
{
    /// <summary>Length of an entry in bytes.</summary>
    public const int Size = 64;

    /// <summary>Where the sealed label begins.</summary>
    public const int LabelOffset = 16;

    /// <summary>Orders two entries, or an entry and a tag, by their first 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Number(left).CompareTo(Number(right));

    /// <summary>The first 16 bytes as one number, so that comparing takes two instructions and no loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Number(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt128BigEndian(entry);
}
