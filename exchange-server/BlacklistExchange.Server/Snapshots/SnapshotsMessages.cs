using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Snapshots;

/// <param name="List">The list to build; null = all.</param>
internal sealed record BuildSnapshotsRequest(string? List = null);

internal sealed record BuildSnapshotsResponse(IReadOnlyList<BuiltListLine> Lists);

/// <param name="List">Name of the list.</param>
/// <param name="Sequence">Sequence of its newest manifest.</param>
/// <param name="IssuedAt">Unix seconds when it was signed.</param>
/// <param name="Files">Its files, ascending by epoch and kind.</param>
internal sealed record BuiltListLine(string List, long Sequence, long IssuedAt, IReadOnlyList<BuiltFileLine> Files);

/// <param name="Epoch">Number of the epoch.</param>
/// <param name="Kind">Kind by name.</param>
/// <param name="Entries">Entries in the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Digest">Its SHA-256, hexadecimal.</param>
/// <param name="Changed">It is another file than the manifest before named.</param>
/// <param name="Deltas">Deltas that lead to it.</param>
internal sealed record BuiltFileLine(uint Epoch, string Kind, long Entries, long Length, string Digest, bool Changed, int Deltas);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BuildSnapshotsRequest))]
[JsonSerializable(typeof(BuildSnapshotsResponse))]
internal sealed partial class SnapshotsJson : JsonSerializerContext;
