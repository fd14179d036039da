namespace BlacklistExchange.Protocol.Reports;

/// <summary>How a reporter came to its finding (spec/protocol.md §7.1).</summary>
public enum ReportBasis : byte
{
    /// <summary>The reporter's own finding.</summary>
    OwnFinding = 1,

    /// <summary>On a complainant's notice.</summary>
    OnNotice = 2,
}
