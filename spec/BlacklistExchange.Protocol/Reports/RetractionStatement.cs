using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Reports;

/// <summary>
/// What a member signs to withdraw a report, whole or one item: it names report id and item index, so it needs no evaluation and no identifier
/// (spec/protocol.md §7.5).
/// </summary>
public sealed record RetractionStatement
{
    /// <summary>Domain tag and version.</summary>
    public const string Domain = "bex/retraction/v1";

    /// <summary>Item index that means the whole report.</summary>
    public const ushort WholeReport = 0xFFFF;

    /// <summary>Name of the exchange.</summary>
    public required string Exchange { get; init; }

    /// <summary>Name of the member.</summary>
    public required string Member { get; init; }

    /// <summary>The report withdrawn.</summary>
    public required Guid ReportId { get; init; }

    /// <summary>Item index from 0, or <see cref="WholeReport"/>.</summary>
    public required ushort Item { get; init; }

    /// <summary>Unix seconds when it was signed.</summary>
    public required ulong SignedAt { get; init; }

    /// <summary>The one encoding.</summary>
    public byte[] Encode() => new ByteWriter(Domain).Text8(Exchange).Text8(Member)
        .Fixed(ReportId.ToByteArray(bigEndian: true), 16).U16(Item).U64(SignedAt).ToArray();

    /// <summary>Reads a statement; false for short or trailing bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out RetractionStatement statement)
    {
        ByteReader reader = new(bytes, Domain);
        statement = new RetractionStatement
        {
            Exchange = reader.Name8(),
            Member = reader.Name8(),
            ReportId = new Guid(reader.Fixed(16), bigEndian: true),
            Item = reader.U16(),
            SignedAt = reader.U64(),
        };
        return reader.AtCleanEnd;
    }
}
