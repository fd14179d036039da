using System.Globalization;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>Puts entries into a hub's database as a million reports would have left them, without the million reports.</summary>
internal static class EntryTable
{
    /// <summary>The hub goes on writing beside us: no transaction may keep it waiting for long.</summary>
    private const int RowsPerTransaction = 50_000;

    private const int WrappedKeySize = Kek.Overhead + EntryKey.Size;

    /// <summary>
    /// Writes all entries, listed and visible. Without a KEK wrapped keys are random bytes of the right length: no file holds them, and what is measured then unwraps none.
    /// </summary>
    public static void Fill(string database, SeededEntries entries, DateTimeOffset now, Kek? kek = null)
    {
        using SqliteConnection connection = StoreConnection.OpenWriter(database);
        Require(raw.sqlite3_prepare_v2(connection.Handle, Insert(now.ToUnixTimeSeconds()), out sqlite3_stmt statement));
        using (statement)
        {
            for (int start = 0; start < entries.Count; start += RowsPerTransaction)
            {
                using SqliteTransaction transaction = connection.BeginTransaction();
                Write(statement, entries, start, Math.Min(entries.Count, start + RowsPerTransaction), kek is null ? null : new EntryKeys(kek));
                transaction.Commit();
            }
        }
    }

    private static string Insert(long now) => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, visible_from, state_since, created_at, version)
        VALUES ('{HubWorld.List}', {HubWorld.Epoch}, {(int)HubWorld.Kind}, ?1, {(int)EntryState.Listed}, ?2, ?3, ?4, ?5, {now}, {now}, {now}, 1)
        """);

    private static void Write(sqlite3_stmt statement, SeededEntries entries, int from, int to, EntryKeys? keys)
    {
        Span<byte> wrapped = stackalloc byte[WrappedKeySize];
        for (int place = from; place < to; place++)
        {
            if (keys is null)
            {
                RandomNumberGenerator.Fill(wrapped);
            }
            else
            {
                using EntryKey key = EntryKey.Import(entries.Key(place));
                keys.Wrap(key, new EntryAddress(HubWorld.List, HubWorld.Epoch, (byte)HubWorld.Kind, new Tag(entries.TagOf(place)))).CopyTo(wrapped);
            }

            Require(raw.sqlite3_bind_blob(statement, 1, entries.TagOf(place)));
            Require(raw.sqlite3_bind_blob(statement, 2, entries.Sealed(place)));
            Require(raw.sqlite3_bind_blob(statement, 3, entries.Plain(place)));
            Require(raw.sqlite3_bind_blob(statement, 4, wrapped));
            Require(raw.sqlite3_bind_int64(statement, 5, place / 3));
            Require(raw.sqlite3_step(statement), raw.SQLITE_DONE);
            Require(raw.sqlite3_reset(statement));
        }
    }

    private static void Require(int code, int expected = raw.SQLITE_OK)
    {
        if (code != expected)
        {
            throw new NotMeasuredException($"The entries could not be put into the hub's table: SQLite error {code}. If the table has changed, change this insert with it.");
        }
    }
}
