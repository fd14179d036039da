using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Certificates;

/// <summary>The operator's words for the audit log.</summary>
internal static class CertificateReasons
{
    private const int MaxLength = 500;

    public static Refusal? Check(string? reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > MaxLength
        ? new Refusal(ProblemTypes.InvalidField, $"Say why, in 1 to {MaxLength} characters; it is kept in the audit log. No identifiers.") { Field = "reason" }
        : null;
}
