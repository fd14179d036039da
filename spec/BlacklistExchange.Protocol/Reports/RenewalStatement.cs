using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Reports;

/// <summary>One report item carried into a newer epoch.</summary>
/// <param name="ReportId">The member's own report.</param>
/// <param name="Item">Its item index, from 0.</param>
/// <param name="Kind">Number of the identifier kind.</param>
/// <param name="OldTag">The entry's tag in the old epoch.</param>
/// <param name="NewTag">The same identifier's tag in the new epoch.</param>
public sealed record RenewalItem(Guid ReportId, ushort Item, byte Kind, Tag OldTag, Tag NewTag);

/// <summary>
/// What a member signs to carry its own reports from an ending epoch into the newest one (spec/protocol.md §7.6). Both entry keys of each
/// item travel beside it. It carries over that reporter's part only; a dispute or tombstone on the old entry holds the renewed one.
/// </summary>
public sealed record RenewalStatement
{
    /// <summary>Domain tag and version.</summary>
    public const string Domain = "bex/renewal/v1";

    /// <summary>Name of the exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Name of the member.</summary>
    public required string Member { get; init; }

    /// <summary>Name of the list.</summary>
    public required string List { get; init; }

    /// <summary>The ending epoch.</summary>
    public required uint OldEpoch { get; init; }

    /// <summary>The newest epoch.</summary>
    public required uint NewEpoch { get; init; }

    /// <summary>1 to 500 items.</summary>
    public required IReadOnlyList<RenewalItem> Items { get; init; }

    /// <summary>The one encoding.</summary>
    /// <exception cref="ArgumentException">No item or more than 500.</exception>
    public byte[] Encode()
    {
        ReportStatement.CheckCount(Items.Count);
        ByteWriter writer = new ByteWriter(Domain).Text8(Exchange).Text8(Member).Text8(List).U32(OldEpoch).U32(NewEpoch)
            .U16(checked((ushort)Items.Count));
        foreach (RenewalItem item in Items)
        {
            writer.Fixed(item.ReportId.ToByteArray(bigEndian: true), 16).U16(item.Item).U8(item.Kind)
                .Fixed(item.OldTag.ToArray(), Tag.Size).Fixed(item.NewTag.ToArray(), Tag.Size);
        }
        return writer.ToArray();
    }

    /// <summary>Reads a statement; false for trailing bytes or an item count outside 1 to 500.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out RenewalStatement statement)
    {
        ByteReader reader = new(bytes, Domain);
        statement = new RenewalStatement
        {
            Exchange = reader.Name8(),
            Member = reader.Name8(),
            List = reader.Name8(),
            OldEpoch = reader.U32(),
            NewEpoch = reader.U32(),
            Items = ReadItems(ref reader),
        };
        return reader.AtCleanEnd && statement.Items.Count is >= 1 and <= ReportStatement.MaxItems;
    }

    private static List<RenewalItem> ReadItems(ref ByteReader reader)
    {
        int count = reader.U16();
        List<RenewalItem> items = new(Math.Min(count, ReportStatement.MaxItems));
        for (int index = 0; index < count && index < ReportStatement.MaxItems && !reader.Failed; index++)
        {
            items.Add(new RenewalItem(new Guid(reader.Fixed(16), bigEndian: true), reader.U16(), reader.U8(), new Tag(reader.Fixed(Tag.Size)), new Tag(reader.Fixed(Tag.Size))));
        }
        return items;
    }
}
