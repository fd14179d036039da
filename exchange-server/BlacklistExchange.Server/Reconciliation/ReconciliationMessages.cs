using System.Text.Json.Serialization;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Reconciliation;

/// <param name="DryRun">Says what it would do and changes nothing.</param>
/// <param name="Seen">The highest numbers that members have seen, where they are known.</param>
/// <param name="Revoke">Members by name, and TLS keys by the SHA-256 of their SubjectPublicKeyInfo in hexadecimal, that were revoked after the backup.</param>
internal sealed record ReconcileRequest(bool DryRun, IReadOnlyList<SeenNumbers>? Seen = null, IReadOnlyList<string>? Revoke = null);

/// <param name="List">Name of a list, which may itself be lost.</param>
/// <param name="Sequence">Of a manifest that a member has seen.</param>
/// <param name="Epoch">Of an epoch that a member has seen; 0 when it is not known.</param>
internal sealed record SeenNumbers(string List, long Sequence, long Epoch);

/// <param name="Done">False when it was a dry run.</param>
/// <param name="TakenAt">When the oldest backup was taken that nobody has reconciled, unix seconds.</param>
/// <param name="RestoredAt">When the hub was restored last.</param>
/// <param name="Lists">Numbers of each list that is there or was named, and under <c>*</c> of every other that is made from now on.</param>
/// <param name="Spent">Budgets that count as spent.</param>
/// <param name="Revoked">What was revoked and had not been.</param>
internal sealed record ReconcileResponse(bool Done, long TakenAt, long RestoredAt, IReadOnlyList<ReconciledList> Lists, SpentBudgets Spent, IReadOnlyList<string> Revoked);

/// <param name="List">Its name.</param>
/// <param name="Sequence">Of its newest manifest here; 0 when there is none.</param>
/// <param name="NextSequence">Of the next one.</param>
/// <param name="Epoch">Of its newest epoch here; 0 when there is none.</param>
/// <param name="NextEpoch">Of the next one.</param>
internal sealed record ReconciledList(string List, long Sequence, long NextSequence, long Epoch, long NextEpoch);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ReconcileResponse))]
internal sealed partial class ReconciliationJson : JsonSerializerContext;
