namespace BlacklistExchange.Agent.Shadow;

/// <summary>One thing to be written down. It holds no identifier and no account name.</summary>
/// <param name="Week">The ISO week in which it happened.</param>
/// <param name="Mode">How the agent runs.</param>
/// <param name="Figures">Counted by one each.</param>
/// <param name="Identifiers">Identifiers of a check.</param>
/// <param name="Took">How long a check took.</param>
/// <param name="Name">Keyed name of the applicant; null when it has none.</param>
/// <param name="Finding">What a check found; null for feedback.</param>
/// <param name="Outcome">What the member decided; null for a check.</param>
internal sealed record LedgerEntry(string Week, Mode Mode, IReadOnlyList<string> Figures, int Identifiers = 0, TimeSpan Took = default, byte[]? Name = null, Finding? Finding = null, Outcome? Outcome = null)
{
    /// <summary>Done once it is on disk, or was not taken; only feedback waits for it.</summary>
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
