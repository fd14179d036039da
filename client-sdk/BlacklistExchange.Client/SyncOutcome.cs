namespace BlacklistExchange.Client;

/// <summary>What a synchronisation did.</summary>
public enum SyncOutcome
{
    /// <summary>The hub has nothing newer than the local list.</summary>
    Unchanged = 1,

    /// <summary>A newer list is in force.</summary>
    Updated = 2,

    /// <summary>It failed; the list from before stays in force, and ages.</summary>
    Failed = 3,
}
