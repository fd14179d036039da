namespace BlacklistExchange.Cli.Queries;

/// <summary>What a query asks for.</summary>
/// <param name="Columns">Kind and column of each identifier; more than one only for an applicant.</param>
/// <param name="IsApplicant">The columns of a row belong to one person or company.</param>
/// <param name="Purpose">Why, one of the protocol's purposes.</param>
/// <param name="WithIdentifiers">Results carry the canonical identifiers.</param>
internal sealed record QuerySettings(IReadOnlyList<IdentifierColumn> Columns, bool IsApplicant, string Purpose, bool WithIdentifiers);
