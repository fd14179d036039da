namespace BlacklistExchange.Agent.Outbox;

/// <summary>A row of the outbox, sealed.</summary>
internal sealed record PendingRow
{
    public long Number { get; init; }

    public required byte[] Id { get; init; }

    public byte[]? Name { get; init; }

    public byte[] Content { get; init; } = [];

    public required byte[] Whole { get; init; }

    public long? Latest { get; init; }

    public long KeptAt { get; init; }
}
