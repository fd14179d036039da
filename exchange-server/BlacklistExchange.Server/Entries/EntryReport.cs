using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Entries;

/// <summary>One report item behind an entry, as the rules see it.</summary>
/// <param name="Entity">The top of the reporter's chain of companies: a chain counts once.</param>
/// <param name="Origin">The origin commitment in hexadecimal: a complaint forwarded by many counts once.</param>
/// <param name="Category">What was done.</param>
/// <param name="Evidence">What the report rests on.</param>
/// <param name="NoticeServed">Notice was served on the person reported.</param>
/// <param name="Observed">Month in which it was observed.</param>
/// <param name="ReceivedAt">Unix seconds.</param>
/// <param name="Sequence">The hub's own order of items.</param>
/// <param name="Retracted">Withdrawn by its reporter.</param>
internal sealed record EntryReport(
    string Entity,
    string Origin,
    Category Category,
    EvidenceType Evidence,
    bool NoticeServed,
    Month Observed,
    long ReceivedAt,
    long Sequence,
    bool Retracted);
