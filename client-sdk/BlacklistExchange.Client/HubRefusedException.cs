using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>The hub understood and refused; <see cref="Problem"/> says why and what to do (spec/problems.md). The same request would be refused again.</summary>
public sealed class HubRefusedException : ExchangeException
{
    internal HubRefusedException(Problem problem)
        : base(problem.Detail is null ? problem.Title : $"{problem.Title}: {problem.Detail}")
    {
        Problem = problem;
    }

    /// <summary>The refusal as it came: RFC 9457.</summary>
    public Problem Problem { get; }
}
