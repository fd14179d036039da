namespace BlacklistExchange.Client;

/// <summary>The outcome of one synchronisation. A failure is a value, not an exception: the old list stays in force, and <see cref="Failure"/> says why.</summary>
public sealed record SyncReport
{
    /// <summary>What was done.</summary>
    public required SyncOutcome Outcome { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public ExchangeException? Failure { get; init; }

    /// <summary>Sequence of the list in force; null when there is none.</summary>
    public ulong? Sequence { get; init; }

    /// <summary>When the exchange signed the list in force; null when there is none.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Entries in the list in force, all kinds and epochs together.</summary>
    public long Entries { get; init; }

    /// <summary>Live epochs the list in force names.</summary>
    public IReadOnlyList<uint> Epochs { get; init; } = [];

    /// <summary>Files brought up to date by deltas.</summary>
    public int FilesByDelta { get; init; }

    /// <summary>Files fetched whole.</summary>
    public int FilesFetched { get; init; }

    /// <summary>Bytes received for list files.</summary>
    public long BytesReceived { get; init; }
}
