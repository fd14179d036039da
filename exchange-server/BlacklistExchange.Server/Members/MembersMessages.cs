using System.Text.Json.Serialization;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Members;

/// <param name="Slug">Name of the entity on this exchange.</param>
/// <param name="Name">Its registered name.</param>
/// <param name="RegistryNumber">Its number in the companies' register.</param>
/// <param name="Parent">The entity above it; null = none.</param>
internal sealed record AddEntityRequest(string Slug, string Name, string RegistryNumber, string? Parent = null);

/// <param name="Parent">The entity above it from now on.</param>
/// <param name="Reason">Why, for the audit log.</param>
internal sealed record LinkEntityRequest(string Parent, string? Reason = null);

/// <summary>One entity; <paramref name="Top"/> carries its budgets.</summary>
internal sealed record EntityResponse(string Slug, string Name, string RegistryNumber, string? Parent, string Top, long CreatedAt);

internal sealed record EntitiesResponse(IReadOnlyList<EntityResponse> Entities);

/// <param name="Request">The enrolment request, PEM text.</param>
/// <param name="Entity">Slug of its entity.</param>
/// <param name="Role">member, courier, rights-holder or regulator.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="Declared">Volume a day by kind.</param>
/// <param name="Days">Life of its certificate.</param>
internal sealed record AddMemberRequest(string Request, string Entity, string Role, string Sector, IReadOnlyDictionary<string, int>? Declared = null, int? Days = null);

/// <param name="Request">The enrolment request with the new TLS key, PEM text.</param>
/// <param name="Days">Life of the new certificate.</param>
/// <param name="RevokeOld">The old keys end now instead of at their certificates' end.</param>
/// <param name="ReplaceSigningKey">The request may bring another signing key.</param>
internal sealed record RenewMemberRequest(string Request, int? Days = null, bool RevokeOld = false, bool ReplaceSigningKey = false);

/// <param name="Reason">Why, for the audit log.</param>
internal sealed record ChangeMemberRequest(string Reason);

/// <param name="Reports"><c>stand</c> or <c>withdraw</c>: what becomes of its reports.</param>
/// <param name="Reason">Why, for the audit log.</param>
internal sealed record RevokeMemberRequest(string Reports, string Reason);

/// <param name="Bundle">The file to hand the member.</param>
/// <param name="Budgets">What its entity may spend on each list.</param>
internal sealed record EnrolledResponse(MemberBundle Bundle, IReadOnlyList<BudgetSizeLine> Budgets);

/// <summary>One budget, and the years in which it would sweep the kind's whole space; null when the space has no known size.</summary>
internal sealed record BudgetSizeLine(string List, string Kind, long Burst, long Day, long Epoch, double? YearsToSweep);

internal sealed record CertificateLine(string Spki, long NotAfter, string Status);

internal sealed record MemberResponse(
    string Slug,
    string Entity,
    string Top,
    string Role,
    string Sector,
    string Status,
    long CreatedAt,
    IReadOnlyDictionary<string, int> Declared,
    IReadOnlyList<CertificateLine> Certificates);

internal sealed record MembersResponse(IReadOnlyList<MemberResponse> Members);

/// <summary>Sets limits by hand; what is null stays. Without an entity, the hub-wide budget.</summary>
internal sealed record SetBudgetRequest(string List, string Kind, string Reason, string? Entity = null, long? Burst = null, long? Day = null, long? Epoch = null, long? Renewal = null, long? HubWide = null);

/// <summary>An extra allowance beside burst, day and epoch, spent first, until it ends: +7d, +12h or an ISO 8601 time.</summary>
internal sealed record GrantBudgetRequest(string Entity, string List, string Kind, long Units, string Until, string Reason);

/// <summary>What an entity may spend and has left.</summary>
internal sealed record EntityBudget(string Entity, string List, string Kind, long Epoch, BudgetCounter Burst, BudgetCounter Day, BudgetCounter EpochTotal, BudgetCounter Renewal, BudgetCounter Granted, double? YearsToSweep);

/// <summary>What all members together may spend and have left, and what the key has done.</summary>
internal sealed record HubBudget(string List, string Kind, long Epoch, BudgetCounter HubWide, BudgetCounter Key);

internal sealed record BudgetsResponse(IReadOnlyList<EntityBudget> Entities, IReadOnlyList<HubBudget> Hub);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(AddEntityRequest))]
[JsonSerializable(typeof(LinkEntityRequest))]
[JsonSerializable(typeof(EntityResponse))]
[JsonSerializable(typeof(EntitiesResponse))]
[JsonSerializable(typeof(AddMemberRequest))]
[JsonSerializable(typeof(RenewMemberRequest))]
[JsonSerializable(typeof(ChangeMemberRequest))]
[JsonSerializable(typeof(RevokeMemberRequest))]
[JsonSerializable(typeof(EnrolledResponse))]
[JsonSerializable(typeof(MemberResponse))]
[JsonSerializable(typeof(MembersResponse))]
[JsonSerializable(typeof(SetBudgetRequest))]
[JsonSerializable(typeof(GrantBudgetRequest))]
[JsonSerializable(typeof(BudgetsResponse))]
internal sealed partial class MembersJson : JsonSerializerContext;
