namespace BlacklistExchange.Server.Problems;

/// <summary>One line of the table cause → problem type → status (spec/problems.md).</summary>
/// <param name="Name">Stable name behind <c>urn:bex:problem:</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">Always the same text for a type.</param>
internal sealed record ProblemType(string Name, int Status, string Title);
