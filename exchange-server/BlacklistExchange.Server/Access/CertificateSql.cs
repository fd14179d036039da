using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Access;

/// <summary>When certificates end. Reads only.</summary>
internal static class CertificateSql
{
    internal sealed record End(string Holder, string Name, long NotAfter);

    /// <summary>
    /// For each member that is not revoked and each operator, the end of its last active certificate: after that nothing of it is admitted. An older one beside it, left from a
    /// renewal, may end unnoticed.
    /// </summary>
    internal static IReadOnlyList<End> LastOfEach(DbConnection connection, DbTransaction transaction) => [.. connection.Query<(string, string, long)>("""
        SELECT 'member' AS Holder, m.slug AS Name, max(c.not_after) AS NotAfter FROM member AS m JOIN member_certificate AS c ON c.member = m.slug
        WHERE m.status <> 'revoked' AND c.status = 'active' GROUP BY m.slug
        UNION ALL SELECT 'operator', operator, max(not_after) FROM operator_certificate WHERE status = 'active' GROUP BY operator
        """, transaction: transaction).Select(static row => new End(row.Item1, row.Item2, row.Item3))];
}
