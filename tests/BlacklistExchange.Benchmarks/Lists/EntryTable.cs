using System.Security.Cryptography;
using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Storage;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>Puts entries into a hub's database as a million reports would have left them, without the million reports.</summary>
internal static class EntryTable
{
    /// <summary>The hub goes on writing beside us: no transaction may keep it waiting for long.</summary>
    private const int RowsPerTransaction = 20_000;

    private const int WrappedKeySize = Kek.Overhead + EntryKey.Size;

    /// <summary>Writes all entries, listed and visible. Wrapped keys are random bytes of the right length: no file holds them and nothing here unwraps one.</summary>
    public static void Fill(string database, SeededEntries entries, DateTimeOffset now)
    {
        using SqliteConnection connection = StoreConnection.OpenWriter(database);
        for (int start = 0; start < entries.Count; start += RowsPerTransaction)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            Insert(connection, transaction, entries, start, Math.Min(entries.Count, start + RowsPerTransaction), now.ToUnixTimeSeconds());
            transaction.Commit();
        }
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, SeededEntries entries, int from, int to, long now)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, visible_from, state_since, created_at, version)
            VALUES (@list, @epoch, @kind, @tag, @state, @sealed, @label, @wrapped, @ring, @now, @now, @now, 1)
            """;
        command.Parameters.AddWithValue("@list", HubWorld.List);
        command.Parameters.AddWithValue("@epoch", (long)HubWorld.Epoch);
        command.Parameters.AddWithValue("@kind", (long)HubWorld.Kind);
        command.Parameters.AddWithValue("@state", (long)EntryState.Listed);
        command.Parameters.AddWithValue("@now", now);
        SqliteParameter tag = command.Parameters.Add("@tag", SqliteType.Blob);
        SqliteParameter sealedLabel = command.Parameters.Add("@sealed", SqliteType.Blob);
        SqliteParameter label = command.Parameters.Add("@label", SqliteType.Blob);
        SqliteParameter wrapped = command.Parameters.Add("@wrapped", SqliteType.Blob);
        SqliteParameter ring = command.Parameters.Add("@ring", SqliteType.Integer);
        command.Prepare();
        for (int place = from; place < to; place++)
        {
            tag.Value = entries.TagOf(place).ToArray();
            sealedLabel.Value = entries.Sealed(place).ToArray();
            label.Value = entries.Plain(place).ToArray();
            wrapped.Value = RandomNumberGenerator.GetBytes(WrappedKeySize);
            ring.Value = (long)place / 3;
            command.ExecuteNonQuery();
        }
    }
}
