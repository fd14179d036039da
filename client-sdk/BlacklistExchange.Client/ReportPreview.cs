using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>What reporting a case would cost and lead to. Nothing was evaluated, charged or filed.</summary>
/// <param name="Cost">Units, padding included.</param>
/// <param name="Epoch">The epoch it would go to.</param>
/// <param name="Rule">The rule of the list's evidence ladder that fits the evidence; null when none does.</param>
/// <param name="Outcome">The same for people.</param>
public sealed record ReportPreview(QueryCost Cost, uint Epoch, LadderRule? Rule, string Outcome);
