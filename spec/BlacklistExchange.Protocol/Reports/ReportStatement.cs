using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Reports;

/// <summary>
/// The exact bytes that a member signs when it reports a case: 1 to 500 identifiers of one infringer (spec/protocol.md §7.1). Entry keys and
/// salts travel beside it, never inside.
/// </summary>
public sealed record ReportStatement
{
    /// <summary>Domain tag and version.</summary>
    public const string Domain = "bex/report/v1";

    /// <summary>Most items of one case.</summary>
    public const int MaxItems = 500;

    /// <summary>Name of the exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Name of the reporting member.</summary>
    public required string Member { get; init; }

    /// <summary>Name of the list.</summary>
    public required string List { get; init; }

    /// <summary>The newest open epoch.</summary>
    public required uint Epoch { get; init; }

    /// <summary>The reporter's own id of the report; a repeat with the same bytes is the same report.</summary>
    public required Guid ReportId { get; init; }

    /// <summary>What was done.</summary>
    public required Category Category { get; init; }

    /// <summary>32 bytes: <see cref="ReportCommitments.Right"/>, or zeros when no right is named.</summary>
    public required byte[] Right { get; init; }

    /// <summary>What the report rests on.</summary>
    public required EvidenceType EvidenceType { get; init; }

    /// <summary>The month in which it was observed.</summary>
    public required Month Observed { get; init; }

    /// <summary>Own finding, or on notice.</summary>
    public required ReportBasis Basis { get; init; }

    /// <summary>Notice was served on the person reported.</summary>
    public required bool NoticeServed { get; init; }

    /// <summary>32 bytes: <see cref="ReportCommitments.Origin"/>. Reports of one origin count once.</summary>
    public required byte[] Origin { get; init; }

    /// <summary>The list's policy version that the reporter had read.</summary>
    public required ushort PolicyVersion { get; init; }

    /// <summary>1 to 500 items.</summary>
    public required IReadOnlyList<ReportItem> Items { get; init; }

    /// <summary>The one encoding.</summary>
    /// <exception cref="ArgumentException">No item or more than 500, or a commitment that is not 32 bytes.</exception>
    public byte[] Encode()
    {
        CheckCount(Items.Count);
        ByteWriter writer = new ByteWriter(Domain)
            .Text8(Exchange).Text8(Member).Text8(List).U32(Epoch)
            .Fixed(ReportId.ToByteArray(bigEndian: true), 16)
            .U16((ushort)Category).Fixed(Right, 32).U8((byte)EvidenceType).U16(Observed.Number)
            .U8((byte)Basis).U8(NoticeServed ? (byte)1 : (byte)0).Fixed(Origin, 32).U16(PolicyVersion)
            .U16(checked((ushort)Items.Count));
        foreach (ReportItem item in Items)
        {
            writer.U8(item.Kind).Fixed(item.Commitment, 32).Fixed(item.Evidence, 32);
        }
        return writer.ToArray();
    }

    /// <summary>Reads a statement; false for trailing bytes, values outside the registries, or an item count outside 1 to 500.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ReportStatement statement)
    {
        ByteReader reader = new(bytes, Domain);
        statement = new ReportStatement
        {
            Exchange = reader.Name8(),
            Member = reader.Name8(),
            List = reader.Name8(),
            Epoch = reader.U32(),
            ReportId = new Guid(reader.Fixed(16), bigEndian: true),
            Category = (Category)reader.U16(),
            Right = reader.Fixed(32),
            EvidenceType = (EvidenceType)reader.U8(),
            Observed = new Month(reader.U16()),
            Basis = (ReportBasis)reader.U8(),
            NoticeServed = Flag(reader.U8(), out bool noticeKnown),
            Origin = reader.Fixed(32),
            PolicyVersion = reader.U16(),
            Items = ReadItems(ref reader),
        };
        return reader.AtCleanEnd && noticeKnown && statement.Items.Count is >= 1 and <= MaxItems && Enum.IsDefined(statement.Category)
            && Enum.IsDefined(statement.EvidenceType) && Enum.IsDefined(statement.Basis);
    }

    internal static void CheckCount(int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, MaxItems);
    }

    private static bool Flag(byte value, out bool known)
    {
        known = value <= 1;
        return value == 1;
    }

    private static List<ReportItem> ReadItems(ref ByteReader reader)
    {
        int count = reader.U16();
        List<ReportItem> items = new(Math.Min(count, MaxItems));
        for (int index = 0; index < count && index < MaxItems && !reader.Failed; index++)
        {
            items.Add(new ReportItem(reader.U8(), reader.Fixed(32), reader.Fixed(32)));
        }
        return items;
    }
}
