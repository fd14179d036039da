namespace BlacklistExchange.Server.Members;

/// <summary>Units a legal entity may spend on one list and kind: at once, a UTC day, and an epoch.</summary>
internal sealed record BudgetSize(long Burst, long Day, long Epoch);
