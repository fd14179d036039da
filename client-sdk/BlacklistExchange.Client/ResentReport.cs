using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Client;

/// <summary>An acknowledged report that was sent again after a hub was restored.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Epoch">The epoch of its statement.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Receipt">The hub's receipt, when it has the report now.</param>
/// <param name="Failure">Why not, otherwise; null also for one that was withdrawn.</param>
public sealed record ResentReport(Guid ReportId, uint Epoch, ResendOutcome Outcome, Receipt? Receipt, ExchangeException? Failure);
