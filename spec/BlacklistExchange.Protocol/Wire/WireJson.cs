using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// JSON of every message: snake_case names, nulls left out, generated at build time. The hub reads requests with <see cref="Strict"/>,
/// clients read responses with <see cref="JsonSerializerContext.Options"/> of <see cref="Default"/> (spec/protocol.md §3.2).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ListsResponse))]
[JsonSerializable(typeof(EpochsResponse))]
[JsonSerializable(typeof(ManifestResponse))]
[JsonSerializable(typeof(EvaluateRequest))]
[JsonSerializable(typeof(EvaluateResponse))]
[JsonSerializable(typeof(BudgetResponse))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ReportResponse))]
[JsonSerializable(typeof(RetractionRequest))]
[JsonSerializable(typeof(RetractionResponse))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(RenewalResponse))]
[JsonSerializable(typeof(EntryStateRequest))]
[JsonSerializable(typeof(EntryStateResponse))]
[JsonSerializable(typeof(DisputeRequest))]
[JsonSerializable(typeof(EmergencyRequest))]
[JsonSerializable(typeof(EmergencyResponse))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(MemberBundle))]
public sealed partial class WireJson : JsonSerializerContext
{
    private static WireJson? strict;

    /// <summary>The same contracts, refusing unknown and duplicate members.</summary>
    public static WireJson Strict => strict ??= new WireJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    });
}
