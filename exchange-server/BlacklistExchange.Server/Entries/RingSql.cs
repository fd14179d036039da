using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Entries;

/// <summary>Every statement on rings that were carried into a newer epoch.</summary>
internal static class RingSql
{
    /// <summary>The ring of a newer epoch that stands for an old one; the first renewal decides it, for whoever renews later.</summary>
    /// <param name="connection">The writer's connection.</param>
    /// <param name="transaction">The transaction that renews.</param>
    /// <param name="old">The entry that is renewed.</param>
    /// <param name="oldRing">Its ring.</param>
    /// <param name="newEpoch">The newer epoch.</param>
    /// <param name="wish">The ring to take when the old one has no successor yet.</param>
    public static uint Renew(DbConnection connection, DbTransaction transaction, EntryAddress old, uint oldRing, uint newEpoch, uint wish)
    {
        object key = new { old.List, OldEpoch = (long)old.Epoch, OldRing = (long)oldRing, NewEpoch = (long)newEpoch, NewRing = (long)wish };
        connection.Execute(
            """
            INSERT INTO ring_renewal (list, old_epoch, old_ring, new_epoch, new_ring) VALUES (@List, @OldEpoch, @OldRing, @NewEpoch, @NewRing)
            ON CONFLICT DO NOTHING
            """,
            key, transaction);
        return (uint)connection.ExecuteScalar<long>(
            "SELECT new_ring FROM ring_renewal WHERE list = @List AND old_epoch = @OldEpoch AND old_ring = @OldRing AND new_epoch = @NewEpoch", key, transaction);
    }

    /// <summary>Forgets what led out of epochs whose keys are destroyed.</summary>
    public static void ForgetDestroyed(DbConnection connection, DbTransaction transaction) => connection.Execute(
        "DELETE FROM ring_renewal WHERE (list, old_epoch) IN (SELECT list, epoch FROM epoch WHERE destroyed_at IS NOT NULL)", transaction: transaction);
}
