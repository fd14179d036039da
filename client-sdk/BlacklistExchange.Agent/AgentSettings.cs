using BlacklistExchange.Client;

namespace BlacklistExchange.Agent;

/// <summary>What one agent was told on its command line.</summary>
internal sealed record AgentSettings
{
    public required string Profile { get; init; }

    public required string List { get; init; }

    public required OnUncertain OnUncertain { get; init; }

    /// <summary>Whether it measures and never tells a verdict.</summary>
    public bool Shadow { get; init; }

    /// <summary>Path of the socket; null when it listens on a port.</summary>
    public string? Socket { get; init; }

    /// <summary>Port on 127.0.0.1; 0 takes a free one; null when it listens on a socket.</summary>
    public int? Port { get; init; }

    public string? BearerFile { get; init; }

    /// <summary>Longest time a check may take before it is answered as unsure.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most checks that wait and events that nobody has taken, together; 0 keeps nothing.</summary>
    public int OutboxLimit { get; init; } = 100_000;

    public int WatchLimit { get; init; } = 1_000_000;

    /// <summary>Entry keys that outlive the process; 0 keeps none.</summary>
    public int KeptEntryKeys { get; init; } = 1_000_000;

    /// <summary>Where events are posted; null when callers fetch them.</summary>
    public string? Webhook { get; init; }

    public string? WebhookSecretFile { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
