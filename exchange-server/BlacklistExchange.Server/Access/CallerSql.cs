using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Access;

/// <summary>Who a public key belongs to, read on every request so that a revocation bites at once.</summary>
internal static class CallerSql
{
    internal sealed record MemberRow(string Slug, string Entity, string Role, string Sector, byte[] SigningKey, string MemberStatus, string CertificateStatus, long NotAfter);

    internal sealed record OperatorRow(string Operator, string Status, long NotAfter);

    public static MemberRow? FindMember(DbConnection connection, DbTransaction transaction, byte[] spkiSha256) =>
        connection.QuerySingleOrDefault<MemberRow>("""
            SELECT member.slug AS Slug, member.entity AS Entity, member.role AS Role, member.sector AS Sector, member.signing_key AS SigningKey,
                   member.status AS MemberStatus, member_certificate.status AS CertificateStatus, member_certificate.not_after AS NotAfter
            FROM member_certificate JOIN member ON member.slug = member_certificate.member
            WHERE member_certificate.spki_sha256 = @spkiSha256
            """, new { spkiSha256 }, transaction);

    public static OperatorRow? FindOperator(DbConnection connection, DbTransaction transaction, byte[] spkiSha256) =>
        connection.QuerySingleOrDefault<OperatorRow>("""
            SELECT operator AS Operator, status AS Status, not_after AS NotAfter FROM operator_certificate WHERE spki_sha256 = @spkiSha256
            """, new { spkiSha256 }, transaction);

    public static void InsertOperator(DbConnection connection, DbTransaction transaction, byte[] spkiSha256, string name, byte[] certificate, long notAfter, long now) =>
        connection.Execute("""
            INSERT INTO operator_certificate (spki_sha256, operator, certificate, not_after, status, created_at)
            VALUES (@spkiSha256, @name, @certificate, @notAfter, 'active', @now)
            """, new { spkiSha256, name, certificate, notAfter, now }, transaction);
}
