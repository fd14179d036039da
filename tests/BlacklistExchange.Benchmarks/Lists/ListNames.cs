using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>What the measured list is called, at the hub and at the member.</summary>
internal static class ListNames
{
    public const string Exchange = "benchmark";
    public const string List = "ipr-benchmark";
    public const uint Epoch = 1;
    public const IdentifierKind Kind = IdentifierKind.Phone;
}
