using System.Buffers.Binary;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Entries;

/// <summary>The random number that the entries of one infringer share in an epoch (spec/protocol.md §6.3).</summary>
internal static class Rings
{
    /// <summary>The one ring that a case's known entries share; a fresh one when there is none, or several that nobody has said belong together.</summary>
    public static uint Of(IEnumerable<uint> known)
    {
        uint[] distinct = [.. known.Distinct()];
        return distinct.Length == 1 ? distinct[0] : Fresh();
    }

    public static uint Fresh()
    {
        Span<byte> bytes = stackalloc byte[4];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The ring of a newer epoch that stands for an old one; the first renewal decides it, for whoever renews later.</summary>
    public static uint Renewed(SqliteConnection connection, SqliteTransaction transaction, EntryAddress old, uint oldRing, uint newEpoch, uint? known)
    {
        object key = new { old.List, OldEpoch = (long)old.Epoch, OldRing = (long)oldRing, NewEpoch = (long)newEpoch, NewRing = (long)(known ?? Fresh()) };
        connection.Execute(
            """
            INSERT INTO ring_renewal (list, old_epoch, old_ring, new_epoch, new_ring) VALUES (@List, @OldEpoch, @OldRing, @NewEpoch, @NewRing)
            ON CONFLICT DO NOTHING
            """,
            key, transaction);
        return (uint)connection.ExecuteScalar<long>(
            "SELECT new_ring FROM ring_renewal WHERE list = @List AND old_epoch = @OldEpoch AND old_ring = @OldRing AND new_epoch = @NewEpoch", key, transaction);
    }
}
