namespace BlacklistExchange.Server.Tests.Snapshots;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public long Now { get; set; } = 1_600_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Now);
}
