using BlacklistExchange.Agent.Problems;

namespace BlacklistExchange.Agent.Checks;

/// <summary>One line of a batch: its number from 1, and the request or what is wrong with it.</summary>
internal sealed record BatchLine(int Number, CheckRequest? Request, Refusal? Refusal);
