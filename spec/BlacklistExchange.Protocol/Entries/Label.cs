using System.Buffers.Binary;

namespace BlacklistExchange.Protocol.Entries;

/// <summary>What a member learns of a listed identifier: 16 bytes, nothing that names a reporter (spec/protocol.md §6.3).</summary>
/// <param name="Category">What was done.</param>
/// <param name="First">First observed month.</param>
/// <param name="Last">Last observed month.</param>
/// <param name="ReporterBucket">Independent reporters: 1, 2, 3 (three or four) or 5 (five or more).</param>
/// <param name="Status">Watch, listed or disputed.</param>
/// <param name="Tier">Strongest ground.</param>
/// <param name="Flags">Flags.</param>
/// <param name="PolicyVersion">The list's policy version that decided.</param>
/// <param name="Ring">Random number shared by the entries of one infringer in this epoch.</param>
public readonly record struct Label(
    Category Category,
    Month First,
    Month Last,
    byte ReporterBucket,
    EntryStatus Status,
    EvidenceTier Tier,
    LabelFlags Flags,
    ushort PolicyVersion,
    uint Ring)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 16;

    /// <summary>The bucket for a count of independent reporters: 1, 2, 3 or 5.</summary>
    public static byte Bucket(int reporters) => reporters switch { <= 1 => 1, 2 => 2, <= 4 => 3, _ => 5 };

    /// <summary>Writes the 16 bytes.</summary>
    /// <exception cref="InvalidOperationException">A status, tier, bucket or pair of months is outside the registry: no member could read the label.</exception>
    public void Encode(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Size);
        if (!IsWellFormed)
        {
            throw new InvalidOperationException("A label needs a status, a tier, a bucket of 1, 2, 3 or 5, and a first month not after the last.");
        }
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)Category);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], First.Number);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], Last.Number);
        destination[6] = ReporterBucket;
        destination[7] = (byte)Status;
        destination[8] = (byte)Tier;
        destination[9] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], PolicyVersion);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Ring);
    }

    /// <summary>Reads 16 bytes; false for a status, tier, bucket or pair of months outside the registry.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Label label)
    {
        label = default;
        if (bytes.Length != Size)
        {
            return false;
        }
        label = new Label(
            (Category)BinaryPrimitives.ReadUInt16BigEndian(bytes),
            new Month(BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            new Month(BinaryPrimitives.ReadUInt16BigEndian(bytes[4..])),
            bytes[6],
            (EntryStatus)bytes[7],
            (EvidenceTier)bytes[8],
            (LabelFlags)bytes[9],
            BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        return label.IsWellFormed;
    }

    private bool IsWellFormed => First <= Last && ReporterBucket is 1 or 2 or 3 or 5 && Enum.IsDefined(Status) && Enum.IsDefined(Tier);
}
