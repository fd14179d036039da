using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client;

/// <summary>What asking would cost, padding included, if nothing of it is known to this process already and all is asked in one call.</summary>
/// <param name="Units">Units in all.</param>
/// <param name="Lines">One line a kind and live epoch: budgets are counted so.</param>
public sealed record QueryCost(long Units, IReadOnlyList<QueryCostLine> Lines);

/// <summary>The cost under one kind's key of one epoch.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Identifiers">Distinct identifiers.</param>
/// <param name="Units">Units charged for them.</param>
public sealed record QueryCostLine(IdentifierKind Kind, uint Epoch, long Identifiers, long Units);
