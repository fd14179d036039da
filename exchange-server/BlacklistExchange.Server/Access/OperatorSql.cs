using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Access;

/// <summary>Operators' certificates as those see them who add, renew and revoke them.</summary>
internal static class OperatorSql
{
    internal sealed record Row(byte[] Spki, string Operator, byte[] Certificate, long NotAfter, string Status, long CreatedAt);

    private const string Columns = "spki_sha256 AS Spki, operator AS Operator, certificate AS Certificate, not_after AS NotAfter, status AS Status, created_at AS CreatedAt";

    public static IReadOnlyList<Row> All(DbConnection connection, DbTransaction transaction) =>
        connection.Query<Row>($"SELECT {Columns} FROM operator_certificate ORDER BY operator, created_at, spki_sha256", transaction: transaction).AsList();

    /// <summary>Whether somebody has or had this key: an operator, or a member.</summary>
    public static bool IsKnown(DbConnection connection, DbTransaction transaction, byte[] spkiSha256) => connection.ExecuteScalar<long>("""
        SELECT (SELECT count(*) FROM operator_certificate WHERE spki_sha256 = @spkiSha256) + (SELECT count(*) FROM member_certificate WHERE spki_sha256 = @spkiSha256)
        """, new { spkiSha256 }, transaction) > 0;

    /// <summary>Returns how many certificates were active until now.</summary>
    public static int Revoke(DbConnection connection, DbTransaction transaction, string name, byte[] except) => connection.Execute(
        "UPDATE operator_certificate SET status = 'revoked' WHERE operator = @name AND status = 'active' AND spki_sha256 <> @except", new { name, except }, transaction);

    /// <summary>Whether anybody but <paramref name="name"/> can call as an operator.</summary>
    public static bool IsAnother(DbConnection connection, DbTransaction transaction, string name, long now) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM operator_certificate WHERE operator <> @name AND status = 'active' AND not_after > @now", new { name, now }, transaction) > 0;
}
