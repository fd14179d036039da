namespace BlacklistExchange.Server.Members;

/// <summary>How many counters were set to spent.</summary>
/// <param name="Day">Of entities: list and kind.</param>
/// <param name="Epoch">Of entities: list, kind and live epoch, with what carries reports into it.</param>
/// <param name="HubWide">Of all members together: list, kind and live epoch.</param>
/// <param name="KeysAtMargin">Keys among the last that may have done as much as is safe: only a new epoch helps.</param>
/// <param name="Grants">Grants that had units left.</param>
internal sealed record SpentBudgets(long Day, long Epoch, long HubWide, long KeysAtMargin, long Grants);
