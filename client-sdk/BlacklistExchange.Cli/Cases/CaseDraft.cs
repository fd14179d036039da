using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Cases;

/// <summary>One case of a case file: ready to report, or waiting because a line of it is bad.</summary>
/// <param name="CaseId">The caller's case number.</param>
/// <param name="Lines">Lines of the file that make it, one an item, in the case's order.</param>
/// <param name="Case">The case; null while it waits.</param>
/// <param name="Faults">Why it waits: line and reason, never an identifier.</param>
internal sealed record CaseDraft(string CaseId, IReadOnlyList<int> Lines, ReportCase? Case, IReadOnlyList<CaseFault> Faults);
