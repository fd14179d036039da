using System.Text.Json.Serialization;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Lists;

/// <param name="Name">Name of the list.</param>
/// <param name="Scope">What the list is for, for people.</param>
/// <param name="Kinds">Identifier kinds by name.</param>
/// <param name="Sectors">Sectors whose members may use it; null = all.</param>
/// <param name="ReleaseDelaySeconds">Longest random delay of a new entry; null = the hub's default.</param>
/// <param name="EpochDays">How long an epoch lives.</param>
/// <param name="OverlapDays">How long two epochs live side by side.</param>
/// <param name="HubWide">Units that all members together may spend on each kind in an epoch.</param>
/// <param name="Policy">Ladder, expiry and purposes; null = the default policy.</param>
internal sealed record AddListRequest(
    string Name,
    string Scope,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string>? Sectors = null,
    long? ReleaseDelaySeconds = null,
    int? EpochDays = null,
    int? OverlapDays = null,
    long? HubWide = null,
    PolicyMessage? Policy = null);

/// <summary>A policy as files and messages write it.</summary>
/// <param name="Ladder">The evidence ladder.</param>
/// <param name="ExpiryDays">Days an entry lives, by category.</param>
/// <param name="Purposes">Who may name which purpose.</param>
internal sealed record PolicyMessage(IReadOnlyList<LadderRule> Ladder, IReadOnlyDictionary<string, int> ExpiryDays, IReadOnlyList<PurposeRule> Purposes);

/// <param name="Role">member, courier, rights-holder or regulator.</param>
/// <param name="Purpose">A purpose of evaluation.</param>
/// <param name="Sector">One sector; null = every one.</param>
/// <param name="Kind">One kind; null = every one.</param>
/// <param name="Allowed">False takes the purpose away from what a wider rule gives.</param>
internal sealed record PurposeRule(string Role, string Purpose, string? Sector = null, string? Kind = null, bool Allowed = true);

/// <summary>One list with its whole policy, as the operator sees it.</summary>
internal sealed record ListResponse(
    string Name,
    string Scope,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Sectors,
    string Suite,
    long PolicyVersion,
    long EpochDays,
    long OverlapDays,
    long ReleaseDelaySeconds,
    long CreatedAt,
    PolicyMessage Policy);

/// <summary>All lists.</summary>
internal sealed record AllListsResponse(IReadOnlyList<ListResponse> Lists);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(AddListRequest))]
[JsonSerializable(typeof(AllListsResponse))]
[JsonSerializable(typeof(ListResponse))]
[JsonSerializable(typeof(PolicyMessage))]
internal sealed partial class ListsJson : JsonSerializerContext;
