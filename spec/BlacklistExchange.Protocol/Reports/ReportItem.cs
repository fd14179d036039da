namespace BlacklistExchange.Protocol.Reports;

/// <summary>One identifier of a case, as the signed statement names it (spec/protocol.md §7.1).</summary>
/// <param name="Kind">Number of the identifier kind.</param>
/// <param name="Commitment">32 bytes: <see cref="ReportCommitments.Item"/>.</param>
/// <param name="Evidence">32 bytes: <see cref="ReportCommitments.Evidence"/>.</param>
public sealed record ReportItem(byte Kind, byte[] Commitment, byte[] Evidence);
