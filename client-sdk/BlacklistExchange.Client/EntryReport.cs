using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client;

/// <summary>What the hub tells a desk of one entry, pending included.</summary>
/// <param name="Epoch">The epoch asked.</param>
/// <param name="State">Tag, state by name (<c>unknown</c> when nobody reported it), reports behind it, and since when.</param>
public sealed record EntryReport(uint Epoch, EntryStateResponse State);
