using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Lists;

/// <summary>One rule of the evidence ladder: so many independent origins of this evidence lead to this outcome.</summary>
internal sealed record LadderStep(EvidenceType Evidence, bool NoticeServed, int Origins, string Outcome);

/// <summary>Who may name a purpose; <c>*</c> stands for every sector or kind.</summary>
internal sealed record PurposeGrant(string Role, string Sector, string Kind, string Purpose, bool Allowed);

/// <summary>What a list is run by: the ladder, how long entries live by category, and who may ask what for.</summary>
internal sealed record ListPolicy(IReadOnlyList<LadderStep> Ladder, IReadOnlyDictionary<Category, int> ExpiryDays, IReadOnlyList<PurposeGrant> Purposes);
