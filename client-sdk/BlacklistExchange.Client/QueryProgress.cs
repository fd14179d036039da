namespace BlacklistExchange.Client;

/// <summary>How far a stream of queries has come.</summary>
/// <param name="Read">Identifiers taken from the input.</param>
/// <param name="Answered">Answers ready.</param>
/// <param name="WaitingUntil">Set while the stream waits for the burst budget to refill.</param>
public readonly record struct QueryProgress(long Read, long Answered, DateTimeOffset? WaitingUntil);
