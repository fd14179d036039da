namespace BlacklistExchange.Agent.Problems;

/// <summary>One line of the agent's table of refusals (spec/problems.md, "The agent").</summary>
/// <param name="Name">Stable name behind <c>urn:bex:problem:</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">Always the same text for a type.</param>
internal sealed record ProblemType(string Name, int Status, string Title);
