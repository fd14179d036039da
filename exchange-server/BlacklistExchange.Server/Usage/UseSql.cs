using System.Data.Common;
using BlacklistExchange.Server.Access;
using Dapper;

namespace BlacklistExchange.Server.Usage;

/// <summary>Every statement that changes member_usage, member_fetch and member_address. Whoever reports on them reads them with statements of its own.</summary>
internal static class UseSql
{
    internal const long Hour = 3_600;

    /// <summary>Addresses kept of one member; what comes beyond is counted as one.</summary>
    internal const int MaxAddresses = 1_000;

    /// <summary>One charged request, in the transaction that charges it.</summary>
    internal static void Evaluated(DbConnection connection, DbTransaction transaction, string member, string list, int kind, long now, long units) => connection.Execute("""
        INSERT INTO member_usage (member, list, kind, hour, requests, units) VALUES (@member, @list, @kind, @hour, 1, @units)
        ON CONFLICT (member, list, kind, hour) DO UPDATE SET requests = member_usage.requests + 1, units = member_usage.units + excluded.units
        """, new { member, list, kind, hour = HourOf(now), units }, transaction);

    internal static void Refused(DbConnection connection, DbTransaction transaction, UseNotes.Refusal note, long now, long count) => connection.Execute("""
        INSERT INTO member_usage (member, list, kind, hour, refused) VALUES (@Member, @List, @Kind, @hour, @count)
        ON CONFLICT (member, list, kind, hour) DO UPDATE SET refused = member_usage.refused + excluded.refused
        """, new { note.Member, note.List, note.Kind, hour = HourOf(now), count }, transaction);

    internal static void Fetched(DbConnection connection, DbTransaction transaction, UseNotes.Fetch note, long now, long count) => connection.Execute("""
        INSERT INTO member_fetch (member, list, file, kind, hour, fetches) VALUES (@Member, @List, @File, @Kind, @hour, @count)
        ON CONFLICT (member, list, file, kind, hour) DO UPDATE SET fetches = member_fetch.fetches + excluded.fetches
        """, new { note.Member, note.List, note.File, note.Kind, hour = HourOf(now), count }, transaction);

    internal static void Seen(DbConnection connection, DbTransaction transaction, Sighting seen, long now, long count)
    {
        byte[] certificate = Convert.FromHexString(seen.Certificate);
        if (Update(connection, transaction, seen, certificate, now, count))
        {
            return;
        }
        Sighting kept = Addresses(connection, transaction, seen.Member) < MaxAddresses ? seen : seen with { Address = Sightings.Others };
        if (kept == seen || !Update(connection, transaction, kept, certificate, now, count))
        {
            Insert(connection, transaction, kept, certificate, now, count);
        }
    }

    /// <summary>Deletes what is older than the record is kept; returns how many lines.</summary>
    internal static int DeleteBefore(DbConnection connection, DbTransaction transaction, long use, long addresses) =>
        connection.Execute("DELETE FROM member_usage WHERE hour < @use", new { use }, transaction)
        + connection.Execute("DELETE FROM member_fetch WHERE hour < @use", new { use }, transaction)
        + connection.Execute("DELETE FROM member_address WHERE last_seen < @addresses", new { addresses }, transaction);

    internal static long HourOf(long now) => now - now % Hour;

    private static long Addresses(DbConnection connection, DbTransaction transaction, string member) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM member_address WHERE member = @member", new { member }, transaction);

    private static bool Update(DbConnection connection, DbTransaction transaction, Sighting seen, byte[] certificate, long now, long count) => connection.Execute("""
        UPDATE member_address SET requests = requests + @requests, refused = refused + @refused, last_seen = CASE WHEN last_seen < @now THEN @now ELSE last_seen END
        WHERE member = @Member AND certificate = @certificate AND address = @Address
        """, Values(seen, certificate, now, count), transaction) == 1;

    private static void Insert(DbConnection connection, DbTransaction transaction, Sighting seen, byte[] certificate, long now, long count) => connection.Execute("""
        INSERT INTO member_address (member, certificate, address, first_seen, last_seen, requests, refused) VALUES (@Member, @certificate, @Address, @now, @now, @requests, @refused)
        """, Values(seen, certificate, now, count), transaction);

    private static object Values(Sighting seen, byte[] certificate, long now, long count) =>
        new { seen.Member, certificate, seen.Address, now, requests = seen.Admitted ? count : 0, refused = seen.Admitted ? 0 : count };
}
