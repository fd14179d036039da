using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Officers;

[JsonConverter(typeof(JsonStringEnumConverter<ShareVerdict>))]
internal enum ShareVerdict
{
    /// <summary>Taken; another officer's is needed.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>The hub has its KEK and starts.</summary>
    [JsonStringEnumMemberName("unsealed")]
    Unsealed,

    /// <summary>Not taken; what was taken before is kept.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>What a sealed hub says to an officer.</summary>
/// <param name="Verdict">waiting, unsealed or refused.</param>
/// <param name="Message">In words.</param>
internal sealed record ShareAnswer(ShareVerdict Verdict, string Message);

/// <summary>What <c>bex-hub officer status</c> says.</summary>
/// <param name="Mode">officers or unattended.</param>
/// <param name="Source">Where the KEK comes from at a start.</param>
/// <param name="Waiting">A hub on this data folder is sealed at this moment.</param>
/// <param name="Generation">Null without officers.</param>
/// <param name="Set">Of the present split, hexadecimal.</param>
/// <param name="Officers">In the order of their shares.</param>
/// <param name="Since">Unix seconds.</param>
internal sealed record OfficersStatus(string Mode, string Source, bool Waiting, int? Generation, string? Set, IReadOnlyList<string>? Officers, long? Since)
{
    public const string AttendedMode = "officers";
    public const string UnattendedMode = "unattended";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OfficersRecord))]
[JsonSerializable(typeof(ShareAnswer))]
[JsonSerializable(typeof(OfficersStatus))]
internal sealed partial class OfficersJson : JsonSerializerContext;
