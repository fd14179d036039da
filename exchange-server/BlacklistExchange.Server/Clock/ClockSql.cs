using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Clock;

/// <summary>What the store says about the time.</summary>
internal static class ClockSql
{
    /// <summary>
    /// The last time that the hub wrote down, unix seconds; null when it never did. Manifests are signed every ten minutes, so it is seldom older than that while a hub with a list
    /// runs. By number, not by size: a wrong time that an operator accepted and corrected is not the last any more.
    /// </summary>
    public static long? Newest(DbConnection connection, DbTransaction transaction) => connection.ExecuteScalar<long?>("""
        SELECT max(at) FROM (
            SELECT at FROM audit WHERE id = (SELECT max(id) FROM audit)
            UNION ALL
            SELECT issued_at AS at FROM manifest WHERE sequence = (SELECT max(newest.sequence) FROM manifest AS newest WHERE newest.list = manifest.list)) AS seen
        """, transaction: transaction);
}
