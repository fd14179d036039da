using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Agent.Telemetry;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Outbox;

/// <summary>The outbox as requests see it: a check is kept durably before its answer goes out, once for each id of the caller's, as long as there is room.</summary>
internal sealed class KeptChecks(AgentDatabase database, GroupedWrites writes, PendingSeal seal, AgentSettings settings, AgentMetrics metrics, TimeProvider time, ILogger<KeptChecks> log)
{
    /// <summary>Rings when something was kept.</summary>
    public Bell Bell { get; } = new();

    /// <summary>Keeps a check, or finds that the same one is kept already.</summary>
    public async Task<KeptCheck> KeepAsync(CheckRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();
        PendingRow row = seal.Seal(request, request.WhenSpare ? request.Latest ?? (now + CheckRequest.LongestWait).ToUnixTimeSeconds() : null, now);
        KeptCheck kept;
        try
        {
            kept = await writes.RunAsync(connection => Keep(connection, row));
        }
        catch (SqliteException exception)
        {
            log.LogError("A check could not be kept: {Reason}", exception.Message);
            kept = new KeptCheck(KeepOutcome.Failed);
        }
        if (kept.Outcome is KeepOutcome.Full or KeepOutcome.Failed)
        {
            metrics.NotKept(kept.Outcome == KeepOutcome.Full ? "full" : "failed");
        }
        Bell.Ring();
        return kept;
    }

    /// <summary>Whether another check waits under the id of this one.</summary>
    public bool IsOther(CheckRequest request)
    {
        byte[] name = seal.NameOf(request.Id!);
        try
        {
            return database.Read(connection => PendingSql.Find(connection, name)) is { } found && !found.Content.AsSpan().SequenceEqual(seal.ContentOf(request));
        }
        catch (SqliteException exception)
        {
            log.LogError("The outbox could not be read: {Reason}", exception.Message);
            return false;
        }
    }

    private KeptCheck Keep(SqliteConnection connection, PendingRow row)
    {
        if (row.Name is { } name && PendingSql.Find(connection, name) is { } found)
        {
            return found.Content.AsSpan().SequenceEqual(row.Content) ? new KeptCheck(KeepOutcome.Kept, new Guid(found.Id, bigEndian: true)) : new KeptCheck(KeepOutcome.Other);
        }
        if (PendingSql.CountRows(connection) + EventSql.CountRows(connection) >= settings.OutboxLimit)
        {
            return new KeptCheck(KeepOutcome.Full);
        }
        PendingSql.Insert(connection, row);
        return new KeptCheck(KeepOutcome.Kept, new Guid(row.Id, bigEndian: true));
    }
}
