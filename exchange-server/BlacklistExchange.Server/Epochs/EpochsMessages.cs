using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Epochs;

/// <param name="NotBefore">now, +1h, +30m, +2d or an ISO 8601 time; null = at once for the first epoch, else in an hour.</param>
/// <param name="Days">How long it lives; null = the list's setting.</param>
internal sealed record OpenEpochRequest(string? NotBefore = null, int? Days = null);

/// <summary>One epoch. State: coming, live, ended or destroyed. Its successor should begin by <paramref name="OpenNextBy"/>, so that both live for the overlap.</summary>
internal sealed record EpochResponse(string List, long Epoch, string State, long NotBefore, long NotAfter, long OpenNextBy, long OpenedAt, long? DestroyedAt, string Digest, IReadOnlyList<EpochKindLine> Kinds);

/// <summary>One kind's key and how many evaluations it has done.</summary>
internal sealed record EpochKindLine(string Kind, string Suite, string PublicKey, long Evaluated);

internal sealed record AllEpochsResponse(IReadOnlyList<EpochResponse> Epochs);

/// <summary>How far an entity's reports have moved from an epoch into the next. Share: renewed items by standing ones, 0 to 1; 1 when nothing stands.</summary>
internal sealed record EpochStatusLine(string List, long FromEpoch, long ToEpoch, string Entity, long Standing, long Renewed, double Share);

internal sealed record EpochStatusResponse(IReadOnlyList<EpochStatusLine> Entities);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(OpenEpochRequest))]
[JsonSerializable(typeof(EpochResponse))]
[JsonSerializable(typeof(AllEpochsResponse))]
[JsonSerializable(typeof(EpochStatusResponse))]
internal sealed partial class EpochsJson : JsonSerializerContext;
