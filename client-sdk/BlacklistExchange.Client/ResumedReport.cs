using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Client;

/// <summary>A report that lay in the vault without an answer and was sent again.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Receipt">The receipt, when the hub has it now.</param>
/// <param name="Failure">Why not, otherwise; it stays in the vault unless the hub refused it.</param>
public sealed record ResumedReport(Guid ReportId, Receipt? Receipt, ExchangeException? Failure);
