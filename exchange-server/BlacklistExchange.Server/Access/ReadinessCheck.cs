namespace BlacklistExchange.Server.Access;

/// <summary>One condition of <c>/readyz</c>; slices register their own. <paramref name="Fault"/> returns null when fine, else a word for the operator.</summary>
internal sealed record ReadinessCheck(string Name, Func<string?> Fault);
