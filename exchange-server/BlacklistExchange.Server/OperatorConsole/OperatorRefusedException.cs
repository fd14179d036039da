using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>The hub answered with a problem.</summary>
internal sealed class OperatorRefusedException(Problem problem) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;
}
