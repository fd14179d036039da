using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>Digests of members' emergency codes.</summary>
internal static class EmergencySql
{
    internal sealed record Row(byte[] Digest, long? UsedAt);

    internal static Row? Find(DbConnection connection, DbTransaction transaction, string member) => connection.QuerySingleOrDefault<Row>(
        "SELECT digest AS Digest, used_at AS UsedAt FROM member_emergency WHERE member = @member", new { member }, transaction);

    /// <summary>A request without a code leaves the one before in force.</summary>
    internal static void Put(DbConnection connection, DbTransaction transaction, string member, byte[]? digest, long now)
    {
        if (digest is not null)
        {
            connection.Execute("""
                INSERT INTO member_emergency (member, digest, made_at, used_at) VALUES (@member, @digest, @now, NULL)
                ON CONFLICT (member) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at, used_at = NULL
                """, new { member, digest, now }, transaction);
        }
    }

    internal static void MarkUsed(DbConnection connection, DbTransaction transaction, string member, long now) =>
        connection.Execute("UPDATE member_emergency SET used_at = @now WHERE member = @member", new { member, now }, transaction);
}
