using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Members;

/// <summary>The operator's words for the audit log.</summary>
internal static class Reasons
{
    private const int MaxLength = 500;

    internal static Refusal? Check(string? reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > MaxLength
        ? new Refusal(ProblemTypes.InvalidField, $"Say why, in 1 to {MaxLength} characters; it is kept in the audit log. No identifiers.") { Field = "reason" }
        : null;
}
