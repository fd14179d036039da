using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Reports;

/// <summary>One line of a receipt.</summary>
/// <param name="Outcome">What became of the item.</param>
/// <param name="State">The entry's state after the report.</param>
/// <param name="Tag">The entry's tag: how acts and appeals name it.</param>
public sealed record ReceiptItem(ItemOutcome Outcome, EntryState State, Tag Tag);

/// <summary>
/// What the exchange signs after a report's durable commit (spec/protocol.md §7.4). It promises inclusion in the transparency log within
/// <see cref="InclusionSeconds"/> once the exchange runs one (0 until then).
/// </summary>
public sealed record Receipt
{
    /// <summary>Domain tag and version.</summary>
    public const string Domain = "bex/receipt/v1";

    /// <summary>Name of the exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Name of the reporting member.</summary>
    public required string Member { get; init; }

    /// <summary>Name of the list.</summary>
    public required string List { get; init; }

    /// <summary>Epoch of the report.</summary>
    public required uint Epoch { get; init; }

    /// <summary>The reporter's id of the report.</summary>
    public required Guid ReportId { get; init; }

    /// <summary>SHA-256 of the statement's bytes.</summary>
    public required byte[] StatementDigest { get; init; }

    /// <summary>Unix seconds of the commit.</summary>
    public required ulong AcceptedAt { get; init; }

    /// <summary>Seconds within which the log includes it; 0 = the exchange runs no log.</summary>
    public required uint InclusionSeconds { get; init; }

    /// <summary>One line an item, in the statement's order.</summary>
    public required IReadOnlyList<ReceiptItem> Items { get; init; }

    /// <summary>The one encoding.</summary>
    /// <exception cref="ArgumentException">No item or more than 500.</exception>
    public byte[] Encode()
    {
        ReportStatement.CheckCount(Items.Count);
        ByteWriter writer = new ByteWriter(Domain)
            .Text8(Exchange).Text8(Member).Text8(List).U32(Epoch)
            .Fixed(ReportId.ToByteArray(bigEndian: true), 16).Fixed(StatementDigest, 32)
            .U64(AcceptedAt).U32(InclusionSeconds).U16(checked((ushort)Items.Count));
        foreach (ReceiptItem item in Items)
        {
            writer.U8((byte)item.Outcome).U8((byte)item.State).Fixed(item.Tag.ToArray(), Tag.Size);
        }
        return writer.ToArray();
    }

    /// <summary>Reads a receipt; false for trailing bytes, values outside the registries, or an item count outside 1 to 500.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Receipt receipt)
    {
        ByteReader reader = new(bytes, Domain);
        receipt = new Receipt
        {
            Exchange = reader.Name8(),
            Member = reader.Name8(),
            List = reader.Name8(),
            Epoch = reader.U32(),
            ReportId = new Guid(reader.Fixed(16), bigEndian: true),
            StatementDigest = reader.Fixed(32),
            AcceptedAt = reader.U64(),
            InclusionSeconds = reader.U32(),
            Items = ReadItems(ref reader),
        };
        return reader.AtCleanEnd && receipt.Items.Count is >= 1 and <= ReportStatement.MaxItems && receipt.Items.All(static item => Enum.IsDefined(item.Outcome) && Enum.IsDefined(item.State));
    }

    private static List<ReceiptItem> ReadItems(ref ByteReader reader)
    {
        int count = reader.U16();
        List<ReceiptItem> items = new(Math.Min(count, ReportStatement.MaxItems));
        for (int index = 0; index < count && index < ReportStatement.MaxItems && !reader.Failed; index++)
        {
            items.Add(new ReceiptItem((ItemOutcome)reader.U8(), (EntryState)reader.U8(), new Tag(reader.Fixed(Tag.Size))));
        }
        return items;
    }
}
