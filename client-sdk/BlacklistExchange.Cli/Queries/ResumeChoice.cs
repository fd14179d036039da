namespace BlacklistExchange.Cli.Queries;

/// <summary>Whether a result file that exists is continued.</summary>
/// <param name="IsAsked">Continue it: rows with a verdict are never asked again.</param>
/// <param name="RetryStale">Ask for stale rows again, although they cost again.</param>
internal readonly record struct ResumeChoice(bool IsAsked, bool RetryStale);
