using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;

namespace BlacklistExchange.Server.Reports;

/// <summary>One kept item of a report, in the epoch it was filed in or renewed into.</summary>
/// <param name="Sequence">The hub's own order of items.</param>
/// <param name="Member">The reporter.</param>
/// <param name="ReportId">The reporter's id of the report.</param>
/// <param name="Item">Index from 0.</param>
/// <param name="Address">The entry it stands behind.</param>
/// <param name="Commitment">As the statement has it.</param>
/// <param name="Retracted">Withdrawn.</param>
internal sealed record FiledItem(long Sequence, string Member, Guid ReportId, int Item, EntryAddress Address, byte[] Commitment, bool Retracted);

/// <summary>What the hub keeps of a report to answer a repeat.</summary>
internal sealed record KnownReport(byte[] Digest, long Items, byte[] Receipt);

/// <summary>An item about to be kept.</summary>
/// <param name="Address">The entry it stands behind.</param>
/// <param name="Salt">Opens the commitment; null for a renewed item, whose commitment speaks of the first epoch's tag.</param>
/// <param name="Commitment">As the statement has it.</param>
/// <param name="Outcome">As the receipt says.</param>
/// <param name="RenewedFrom">The epoch it was carried over from.</param>
internal sealed record NewItem(EntryAddress Address, byte[]? Salt, byte[] Commitment, ItemOutcome Outcome, uint? RenewedFrom);

/// <summary>The reporter's own legal entity and the origin commitment of a report.</summary>
internal sealed record ReportOrigin(string Entity, byte[] Origin);
