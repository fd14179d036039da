namespace BlacklistExchange.Server.Access;

/// <summary>What <c>/readyz</c> says beside being ready, for people; it turns no balancer away. <paramref name="Text"/> returns null when there is nothing to say.</summary>
internal sealed record ReadinessNote(string Name, Func<string?> Text);
