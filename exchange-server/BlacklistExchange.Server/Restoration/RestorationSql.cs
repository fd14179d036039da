using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Restoration;

/// <summary>Every statement on restoration and restoration_floor.</summary>
internal static class RestorationSql
{
    /// <summary>In place of a list's name: the floor of lists that were lost and may be made anew under their old names.</summary>
    internal const string AnyList = "*";

    /// <param name="TakenAt">When the backup was taken, unix seconds.</param>
    /// <param name="RestoredAt">When it was restored, unix seconds.</param>
    internal sealed record Row(long TakenAt, long RestoredAt);

    /// <param name="List">Name of the list, which may itself be lost.</param>
    /// <param name="Sequence">Manifests of the list take numbers above it.</param>
    /// <param name="Epoch">The highest number that a lost epoch may have.</param>
    internal sealed record Floor(string List, long Sequence, long Epoch);

    /// <summary>
    /// Says that this database is an old one: from now on the hub is read-only until it is reconciled. Call it in the transaction that makes the restored database whole, so that
    /// no hub ever serves one that does not say so.
    /// </summary>
    /// <param name="connection">The connection that restores.</param>
    /// <param name="transaction">Its last transaction.</param>
    /// <param name="takenAt">When the backup was taken, by the clock of the hub that took it.</param>
    /// <param name="restoredAt">Now.</param>
    internal static void Mark(DbConnection connection, DbTransaction transaction, DateTimeOffset takenAt, DateTimeOffset restoredAt) => connection.Execute(
        "INSERT INTO restoration (taken_at, restored_at) VALUES (@TakenAt, @RestoredAt)", new Row(takenAt.ToUnixTimeSeconds(), restoredAt.ToUnixTimeSeconds()), transaction);

    /// <summary>Restorations that nobody has reconciled, oldest first: the oldest backup says what is lost.</summary>
    internal static IReadOnlyList<Row> Open(DbConnection connection, DbTransaction transaction) => connection.Query<Row>(
        "SELECT taken_at AS TakenAt, restored_at AS RestoredAt FROM restoration WHERE reconciled_at IS NULL ORDER BY taken_at, id", transaction: transaction).AsList();

    internal static void Close(DbConnection connection, DbTransaction transaction, string actor, long now) => connection.Execute(
        "UPDATE restoration SET reconciled_at = @now, reconciled_by = @actor WHERE reconciled_at IS NULL", new { actor, now }, transaction);

    /// <summary>What numbers a lost database may have used on a list, or on any list of which nothing is known; zeros where none was lost.</summary>
    internal static Floor FloorOf(DbConnection connection, DbTransaction transaction, string list) => connection.QueryFirstOrDefault<Floor>("""
        SELECT list AS List, sequence AS Sequence, epoch AS Epoch FROM restoration_floor WHERE list IN (@list, @AnyList) ORDER BY CASE WHEN list = @AnyList THEN 1 ELSE 0 END LIMIT 1
        """, new { list, AnyList }, transaction) ?? new Floor(list, 0, 0);

    /// <summary>A floor only rises.</summary>
    internal static void Raise(DbConnection connection, DbTransaction transaction, Floor floor) => connection.Execute("""
        INSERT INTO restoration_floor (list, sequence, epoch) VALUES (@List, @Sequence, @Epoch)
        ON CONFLICT (list) DO UPDATE SET
            sequence = CASE WHEN excluded.sequence > restoration_floor.sequence THEN excluded.sequence ELSE restoration_floor.sequence END,
            epoch = CASE WHEN excluded.epoch > restoration_floor.epoch THEN excluded.epoch ELSE restoration_floor.epoch END
        """, floor, transaction);
}
