using System.Security.Cryptography;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>What a request id that was seen before means (spec/protocol.md §5.3).</summary>
internal static class ReplayRules
{
    internal enum Verdict
    {
        New,
        Replay,
    }

    internal static Outcome<Verdict> Judge(EvaluationRequestSql.Row? seen, ReadOnlySpan<byte> body, long now, LimitOptions limits)
    {
        if (seen is null || now - seen.At >= limits.ReplayMinutes * 60L)
        {
            return Verdict.New;
        }
        if (!CryptographicOperations.FixedTimeEquals(seen.Body, body))
        {
            return new Refusal(ProblemTypes.RequestIdReused, "Another body came under this request id; take a fresh random UUID for each new request.") { Field = "request_id" };
        }
        return seen.Replays < limits.Replays ? Verdict.Replay
            : new Refusal(ProblemTypes.RequestSpent, $"This request was answered again {limits.Replays} times already; take a fresh request id, which is charged.") { Field = "request_id" };
    }
}
