using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Entries;

/// <summary>What a list's policy tables say of entries.</summary>
/// <param name="List">Name of the list.</param>
/// <param name="Version">Policy version.</param>
/// <param name="ReleaseDelaySeconds">Longest random delay before an entry that comes up is shown.</param>
/// <param name="Ladder">The evidence ladder.</param>
/// <param name="ExpiryDays">Days an entry lives after its last report, by category; a category without a line never expires.</param>
internal sealed record EntryPolicy(
    string List,
    ushort Version,
    long ReleaseDelaySeconds,
    IReadOnlyList<LadderRung> Ladder,
    IReadOnlyDictionary<Category, int> ExpiryDays);
