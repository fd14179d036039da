using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Reports;

/// <summary>A case and the caller's own number for it.</summary>
internal sealed record ReportedCase(string Reference, ReportCase Case);
