using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>The hub refused a report as a whole; nothing of it was filed. Correct what <see cref="Problem"/> names and report again under a new id.</summary>
public sealed class ReportRefusedException : ExchangeException
{
    internal ReportRefusedException(Guid reportId, Problem problem)
        : base($"Report {reportId} was refused{(problem.Index is { } item ? $" at item {item}" : "")}: {problem.Detail ?? problem.Title}")
    {
        ReportId = reportId;
        Problem = problem;
    }

    /// <summary>The report.</summary>
    public Guid ReportId { get; }

    /// <summary>Index of the item at fault, from 0; null when the case as a whole is.</summary>
    public int? ItemIndex => Problem.Index;

    /// <summary>The refusal as it came: RFC 9457.</summary>
    public Problem Problem { get; }
}
