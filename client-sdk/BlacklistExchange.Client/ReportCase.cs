using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Client;

/// <summary>One infringer as a member found it: 1 to 500 identifiers of the same person or company, and the grounds (spec/protocol.md §7).</summary>
public sealed record ReportCase
{
    /// <summary>
    /// The reporter's own id of the case. Reporting the same case again under the same id is the same report and costs nothing; give one from your own case system
    /// to be safe against a stop of your process before <see cref="ExchangeClient.ReportAsync"/> returned.
    /// </summary>
    public Guid ReportId { get; init; } = Guid.NewGuid();

    /// <summary>What was done.</summary>
    public required Category Category { get; init; }

    /// <summary>What the report rests on; the list's evidence ladder decides by it.</summary>
    public required EvidenceType EvidenceType { get; init; }

    /// <summary>The month in which it was observed, UTC.</summary>
    public required Month Observed { get; init; }

    /// <summary>Own finding (the default), or on a complainant's notice.</summary>
    public ReportBasis Basis { get; init; } = ReportBasis.OwnFinding;

    /// <summary>Whether notice was served on the person reported.</summary>
    public bool NoticeServed { get; init; }

    /// <summary>The right infringed; null when none is named.</summary>
    public ReportRight? Right { get; init; }

    /// <summary>
    /// Whose complaint it was, required with <see cref="ReportBasis.OnNotice"/>: its registry number (USCC) where it has one, else its exact registered name. One
    /// complaint forwarded by several platforms then counts once. At most 1,000 characters; only a hash leaves the process.
    /// </summary>
    public string? Complainant { get; init; }

    /// <summary>SHA-256 of the evidence bundle that stays with the reporter, 32 bytes; empty when there is none.</summary>
    public ReadOnlyMemory<byte> EvidenceSha256 { get; init; }

    /// <summary>1 to 500 identifiers, no two the same. They never leave the process; entry keys derived from them do.</summary>
    public required IReadOnlyList<Identifier> Identifiers { get; init; }
}
