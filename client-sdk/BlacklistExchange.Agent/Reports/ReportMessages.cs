using System.Text.Json.Serialization;

namespace BlacklistExchange.Agent.Reports;

/// <summary>The exchange's receipt. Keep the tags: acts and appeals name entries by them.</summary>
internal sealed record ReportAnswer(Guid ReportId, string Exchange, string List, uint Epoch, ulong AcceptedAt, IReadOnlyList<ReportedItem> Items);

/// <summary>What became of one identifier, at the position at which it was sent.</summary>
internal sealed record ReportedItem(string Kind, string Outcome, string State, string Tag);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportAnswer))]
internal sealed partial class ReportJson : JsonSerializerContext;
