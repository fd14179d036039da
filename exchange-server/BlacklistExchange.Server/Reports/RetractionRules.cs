using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reports;

/// <summary>Decides whether a retraction names something that is there. No I/O (spec/protocol.md §7.5).</summary>
internal static class RetractionRules
{
    private const long ClockToleranceSeconds = 300;

    /// <summary>The statement's own content.</summary>
    public static Refusal? Check(RetractionStatement statement, long now) =>
        statement.SignedAt <= (ulong)(now + ClockToleranceSeconds) ? null
            : new Refusal(ProblemTypes.InvalidField, "The statement was signed in the future: check this machine's clock.") { Field = SignedPayload.PayloadField };

    /// <summary>The item exists in the report.</summary>
    public static Refusal? CheckItem(RetractionStatement statement, int items) =>
        statement.Item == RetractionStatement.WholeReport || statement.Item < items ? null
            : new Refusal(ProblemTypes.NotFound, $"The report has {items} items, 0 to {items - 1}.") { Field = SignedPayload.PayloadField, Index = statement.Item };
}
