using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>Every statement that changes member and member_certificate, and those that show them.</summary>
internal static class MemberSql
{
    internal sealed record Row(string Slug, string Entity, string Role, string Sector, string Status, byte[] SigningKey, long CreatedAt);

    private const string Columns = "slug AS Slug, entity AS Entity, role AS Role, sector AS Sector, status AS Status, signing_key AS SigningKey, created_at AS CreatedAt";

    internal static Row? Find(DbConnection connection, DbTransaction transaction, string slug) =>
        connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM member WHERE slug = @slug", new { slug }, transaction);

    internal static IReadOnlyList<Row> All(DbConnection connection, DbTransaction transaction) =>
        connection.Query<Row>($"SELECT {Columns} FROM member ORDER BY slug", transaction: transaction).AsList();

    internal static void Insert(DbConnection connection, DbTransaction transaction, Row row) => connection.Execute("""
        INSERT INTO member (slug, entity, role, sector, status, signing_key, created_at) VALUES (@Slug, @Entity, @Role, @Sector, @Status, @SigningKey, @CreatedAt)
        """, row, transaction);

    internal static void SetStatus(DbConnection connection, DbTransaction transaction, string slug, string status, bool? reportsStand = null) => connection.Execute(
        "UPDATE member SET status = @status, revoked_reports_stand = @stand WHERE slug = @slug", new { slug, status, stand = reportsStand is null ? (int?)null : reportsStand.Value ? 1 : 0 }, transaction);

    internal static void SetSigningKey(DbConnection connection, DbTransaction transaction, string slug, byte[] signingKey) =>
        connection.Execute("UPDATE member SET signing_key = @signingKey WHERE slug = @slug", new { slug, signingKey }, transaction);

    /// <summary>The member that a TLS key belongs to, whatever its status.</summary>
    internal static string? OwnerOf(DbConnection connection, DbTransaction transaction, byte[] spkiSha256) =>
        connection.ExecuteScalar<string?>("SELECT member FROM member_certificate WHERE spki_sha256 = @spkiSha256", new { spkiSha256 }, transaction);

    internal static void PutCertificate(DbConnection connection, DbTransaction transaction, string member, IssuedCertificate issued, long now) => connection.Execute("""
        INSERT INTO member_certificate (spki_sha256, member, certificate, not_after, status, created_at) VALUES (@Spki, @member, @Der, @NotAfter, 'active', @now)
        ON CONFLICT (spki_sha256) DO UPDATE SET certificate = excluded.certificate, not_after = excluded.not_after, created_at = excluded.created_at
        """, new { issued.Spki, issued.Der, issued.NotAfter, member, now }, transaction);

    internal static void RevokeCertificates(DbConnection connection, DbTransaction transaction, string member, byte[] except) => connection.Execute(
        "UPDATE member_certificate SET status = 'revoked' WHERE member = @member AND spki_sha256 <> @except", new { member, except }, transaction);

    /// <summary>One TLS key, whoever's it is.</summary>
    internal static void RevokeCertificate(DbConnection connection, DbTransaction transaction, byte[] spkiSha256) =>
        connection.Execute("UPDATE member_certificate SET status = 'revoked' WHERE spki_sha256 = @spkiSha256", new { spkiSha256 }, transaction);

    internal static IReadOnlyList<CertificateLine> Certificates(DbConnection connection, DbTransaction transaction, string member) =>
        [.. connection.Query<(byte[] Spki, long NotAfter, string Status)>("""
            SELECT spki_sha256, not_after, status FROM member_certificate WHERE member = @member ORDER BY created_at, spki_sha256
            """, new { member }, transaction).Select(static row => new CertificateLine(Convert.ToHexStringLower(row.Spki), row.NotAfter, row.Status))];

    internal static IReadOnlyDictionary<string, int> Declared(DbConnection connection, DbTransaction transaction, string member) =>
        connection.Query<(long Kind, long PerDay)>("SELECT kind, per_day FROM member_declared WHERE member = @member ORDER BY kind", new { member }, transaction)
            .ToDictionary(static row => IdentifierKinds.Name((IdentifierKind)row.Kind), static row => (int)row.PerDay);
}
