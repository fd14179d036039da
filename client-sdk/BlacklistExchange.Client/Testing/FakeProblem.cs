using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>Refusals as the hub words them.</summary>
internal static class FakeProblem
{
    public static Problem Of(int status, string type, string detail) => new() { Type = Problem.TypePrefix + type, Title = $"Refused: {type}.", Status = status, Detail = detail };
}
