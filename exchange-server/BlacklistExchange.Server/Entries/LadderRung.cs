using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Server.Entries;

/// <summary>One rung of a list's evidence ladder.</summary>
/// <param name="Evidence">Evidence type the rule speaks of.</param>
/// <param name="NoticeServed">It asks that notice was served.</param>
/// <param name="Origins">Independent origins it asks for.</param>
/// <param name="Outcome"><see cref="EntryState.Listed"/> or <see cref="EntryState.Watch"/>.</param>
internal sealed record LadderRung(EvidenceType Evidence, bool NoticeServed, int Origins, EntryState Outcome);
