using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client;

/// <summary>One answer of a stream.</summary>
/// <param name="Index">Position in the input, from 0: results come as they are ready, not in order.</param>
/// <param name="Identifier">What was asked.</param>
/// <param name="Listing">The answer.</param>
public sealed record QueryResult(long Index, Identifier Identifier, Listing Listing);
