using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Incidents;

/// <summary>What a member's keys were used for in a time, as the hub's record says. Times are unix seconds; use is known by whole hours.</summary>
/// <param name="Member">The member.</param>
/// <param name="Entity">Its legal entity.</param>
/// <param name="EntityName">That entity's registered name.</param>
/// <param name="Top">The top of its chain, whose budgets it shares.</param>
/// <param name="Role">Its role.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="Status">active, suspended or revoked, now.</param>
/// <param name="Since">Since when the key may have been in other hands.</param>
/// <param name="Until">Until when.</param>
/// <param name="TakenAt">When this was read.</param>
/// <param name="CountedFrom">The whole hour that counting begins with.</param>
/// <param name="CountedTo">The end of the last.</param>
/// <param name="BaselineFrom">Where the equally long time before begins.</param>
/// <param name="RecordedSince">Before this there is no record of use any more, or was none yet.</param>
/// <param name="TestedAtWorst">Elements evaluated in the time: each tests at most one identifier.</param>
/// <param name="TestedBefore">The same of the time before.</param>
/// <param name="Remaining">What budgets would still allow, while the member is not stopped.</param>
/// <param name="Use">By list and kind.</param>
/// <param name="Hours">Hours that stand out, the largest first, at most 24.</param>
/// <param name="HoursOutstanding">How many there are.</param>
/// <param name="Certificates">All of the member's keys.</param>
/// <param name="Addresses">From where they were used since.</param>
/// <param name="Files">What was fetched.</param>
/// <param name="FilesUrl">A cache of list files, whose fetches the hub does not see; null = none.</param>
/// <param name="Signed">Reports by list and kind.</param>
/// <param name="Reports">The reports, oldest first, at most 1,000.</param>
/// <param name="ReportsFiled">How many there are.</param>
/// <param name="Retractions">Signed withdrawals.</param>
/// <param name="Disputes">Disputes that it opened as a desk.</param>
/// <param name="Acts">What operators did to it since, and what it did to itself.</param>
/// <param name="Contact">The operator's contact.</param>
internal sealed record IncidentResponse(
    string Member,
    string Entity,
    string EntityName,
    string Top,
    string Role,
    string Sector,
    string Status,
    long Since,
    long Until,
    long TakenAt,
    long CountedFrom,
    long CountedTo,
    long BaselineFrom,
    long RecordedSince,
    long TestedAtWorst,
    long TestedBefore,
    IReadOnlyList<IncidentRemaining> Remaining,
    IReadOnlyList<IncidentUse> Use,
    IReadOnlyList<IncidentHour> Hours,
    int HoursOutstanding,
    IReadOnlyList<IncidentCertificate> Certificates,
    IReadOnlyList<IncidentAddress> Addresses,
    IReadOnlyList<IncidentFile> Files,
    string? FilesUrl,
    IReadOnlyList<IncidentSigned> Signed,
    IReadOnlyList<IncidentReport> Reports,
    long ReportsFiled,
    long Retractions,
    long Disputes,
    IReadOnlyList<IncidentAct> Acts,
    string? Contact);

/// <summary>What the budget of the member's entity still allows on a list and kind: until 00:00 UTC, and in all live epochs; renewals and grants included.</summary>
internal sealed record IncidentRemaining(string List, string Kind, long Today, long InAll);

/// <summary>Charged requests, elements evaluated and requests that a budget refused, each beside the same of the time before.</summary>
internal sealed record IncidentUse(string List, string Kind, long Requests, long Units, long Refused, long RequestsBefore, long UnitsBefore, long RefusedBefore);

internal sealed record IncidentHour(long Hour, long Requests, long Units, long Refused);

/// <summary>One TLS key by the SHA-256 of its SubjectPublicKeyInfo; <paramref name="LastSeen"/> null = never, or not within the time that addresses are kept.</summary>
internal sealed record IncidentCertificate(string Spki, string Status, long CreatedAt, long NotAfter, long? LastSeen);

/// <summary>One key from one address; counts are of all the time since <paramref name="FirstSeen"/>. New = first seen since.</summary>
internal sealed record IncidentAddress(string Address, string Spki, long FirstSeen, long LastSeen, long Requests, long Refused, bool New);

/// <summary>Files sent; kind null for a manifest.</summary>
internal sealed record IncidentFile(string List, string File, string? Kind, long Fetches, long FetchesBefore);

/// <summary>Reports and their items; <paramref name="Standing"/> of these are not withdrawn.</summary>
internal sealed record IncidentSigned(string List, string Kind, long Reports, long Items, long Standing);

internal sealed record IncidentReport(string Id, string List, long ReceivedAt, long Items, long Standing);

internal sealed record IncidentAct(long At, string Actor, string Verb, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(IncidentResponse))]
internal sealed partial class IncidentJson : JsonSerializerContext;
