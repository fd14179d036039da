using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Says why a line was refused before anything was asked. Never repeats the line.</summary>
internal static class BadLine
{
    public static string Describe(string? fault, IdentifierRefusal? refusal) => fault is not null
        ? $"line: {fault}"
        : $"{refusal!.Code}: {refusal.Message}{(refusal.LooksFabricated ? " It looks fabricated, which is a signal in itself." : "")}";
}
