using System.Text.Json.Serialization;
using BlacklistExchange.Server.Copies;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>What a backup holds, for people and for <c>--json</c>.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">By which it is known: of everything but its last 2,048 bytes.</param>
/// <param name="TakenAt">Unix seconds.</param>
/// <param name="Tables">Rows and digest of each table.</param>
/// <param name="Files">List files in it.</param>
/// <param name="FilesLeftOut">List files that are missing or damaged on the disk; a hub builds them anew when it starts.</param>
internal sealed record BackupResponse(string File, long Bytes, string Sha256, long TakenAt, IReadOnlyList<TableDigest> Tables, int Files, int FilesLeftOut);

/// <summary>What a move carried.</summary>
/// <param name="Database">Where the rows are now.</param>
/// <param name="Left">Where they were, and still are.</param>
/// <param name="Tables">Rows and digest of each table, the same in both.</param>
internal sealed record MoveResponse(string Database, string Left, IReadOnlyList<TableDigest> Tables);

/// <summary>What a restore made.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Database">Where its rows are.</param>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="TakenAt">When the backup was taken, unix seconds: what was acknowledged later is lost.</param>
/// <param name="Tables">Rows and digest of each table, read back.</param>
/// <param name="Files">List files.</param>
/// <param name="Keys">Sealed keys that were copied.</param>
/// <param name="KeysLeft">Sealed keys that no epoch of the backup needs, and that stay where they were.</param>
internal sealed record RestoreResponse(string Data, string Database, string Exchange, long TakenAt, IReadOnlyList<TableDigest> Tables, int Files, int Keys, int KeysLeft);

[JsonSerializable(typeof(BackupResponse))]
[JsonSerializable(typeof(RestoreResponse))]
[JsonSerializable(typeof(MoveResponse))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class CopyJson : JsonSerializerContext;
