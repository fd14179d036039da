namespace BlacklistExchange.Cli.Cases;

/// <summary>One bad line.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Reason">What is wrong and what to do.</param>
internal sealed record CaseFault(int Line, string Reason);
