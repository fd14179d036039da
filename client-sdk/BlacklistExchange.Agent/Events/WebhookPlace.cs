namespace BlacklistExchange.Agent.Events;

/// <summary>Where events go, if anywhere: read once when the agent starts.</summary>
internal sealed record WebhookPlace(Webhook? Current) : IDisposable
{
    public void Dispose() => Current?.Dispose();
}
