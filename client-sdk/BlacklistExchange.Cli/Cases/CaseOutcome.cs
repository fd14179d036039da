using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Cli.Cases;

/// <summary>What became of one case.</summary>
/// <param name="Draft">The case.</param>
/// <param name="ReportId">Its report id.</param>
/// <param name="Receipt">The exchange's receipt; null when there is none.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="ExitCode">What it means for the exit code.</param>
internal sealed record CaseOutcome(CaseDraft Draft, Guid ReportId, Receipt? Receipt, string? Failure, int ExitCode)
{
    /// <summary>The cause would meet the next case as well.</summary>
    public bool StopsRun { get; init; }
}
