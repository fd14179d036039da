namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>What a <see cref="SabotagedArithmetic"/> gets wrong.</summary>
public enum Sabotage
{
    /// <summary>Nothing.</summary>
    None,
    Decode,
    Refusal,
    Map,
    Encode,
    MultiplyByOne,
    MultiplyByOneEach,
    Products,
    Sum,
}
