using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Acts;

/// <summary>Body of <c>POST /v1/operator/acts</c>: one act on one or many targets, all of them or none.</summary>
/// <param name="Verb">list, watch, dispute, uphold, clear, tombstone or victim.</param>
/// <param name="Targets">1 to 10,000.</param>
/// <param name="DryRun">Count what would change and change nothing.</param>
internal sealed record ActRequest(string Verb, IReadOnlyList<ActTarget> Targets, bool DryRun = false);

/// <summary>An entry (list, kind and tag; an epoch if it must be that one) or a whole report.</summary>
/// <param name="Line">Line of the operator's file, for refusals; 1 for a single act.</param>
/// <param name="Ground">Why, at most 200 characters, no identifier.</param>
/// <param name="Reference">Case number, at most 64 characters.</param>
/// <param name="List">Name of the list.</param>
/// <param name="Epoch">Epoch; null = wherever the tag is.</param>
/// <param name="Kind">Kind by name.</param>
/// <param name="Tag">64 hexadecimal digits.</param>
/// <param name="Report"><c>member/report-id</c>.</param>
internal sealed record ActTarget(
    int Line, string Ground, string Reference, string? List = null, uint? Epoch = null, string? Kind = null, string? Tag = null, string? Report = null);

/// <param name="Verb">The act.</param>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Targets">Targets named.</param>
/// <param name="Entries">Entries they stand for, each once.</param>
/// <param name="Changed">Entries that the act changes.</param>
/// <param name="Transitions">Changed entries by state before and after.</param>
internal sealed record ActResponse(string Verb, bool DryRun, int Targets, int Entries, int Changed, IReadOnlyList<ActTransition> Transitions);

/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
/// <param name="Entries">How many.</param>
internal sealed record ActTransition(string From, string To, int Entries);

/// <param name="Tag">The tag asked for.</param>
/// <param name="Entries">The entries that carry it.</param>
internal sealed record ShowEntryResponse(string Tag, IReadOnlyList<EntryDetail> Entries);

/// <summary>All that the operator may know of an entry; there is no identifier to know.</summary>
internal sealed record EntryDetail(
    string List, long Epoch, string Kind, string State, long StateSince, bool Published, long VisibleFrom, long? ExpiresAt, bool Tombstone, bool Disputed, bool Erased,
    LabelDetail? Label, IReadOnlyList<EntryReportDetail> Reports, IReadOnlyList<EntryActDetail> Acts);

internal sealed record LabelDetail(string Category, string First, string Last, int Reporters, string Status, string Tier, int Flags, int PolicyVersion, string Ring);

internal sealed record EntryReportDetail(
    string Member, string ReportId, long Item, string Category, string Evidence, bool NoticeServed, string Observed, long ReceivedAt, bool Retracted, bool Counts, long? RenewedFromEpoch);

internal sealed record EntryActDetail(string Verb, string Ground, string Reference, string Actor, long At, string From, string To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActRequest))]
[JsonSerializable(typeof(ActResponse))]
[JsonSerializable(typeof(ShowEntryResponse))]
internal sealed partial class ActJson : JsonSerializerContext;
