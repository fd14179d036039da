namespace BlacklistExchange.Client;

/// <summary>How far reports have been sent again.</summary>
/// <param name="Done">Reports sent.</param>
/// <param name="All">Reports to send.</param>
public readonly record struct ResendProgress(int Done, int All);
