using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using Dapper;

namespace BlacklistExchange.Server.Incidents;

/// <summary>What other slices' tables say of one member in a time. Reads only. What is computed is read as a tuple: a column without a table's type has none while there is no row.</summary>
internal sealed class IncidentSql(DbConnection connection, DbTransaction transaction, string member)
{
    internal const int MaxReports = 1_000;
    private const int MaxActs = 100;

    internal sealed record UseRow(string List, long Kind, long Requests, long Units, long Refused);

    internal sealed record FileRow(string List, string File, long Kind, long Fetches);

    private sealed record AddressRow(string Address, byte[] Spki, long FirstSeen, long LastSeen, long Requests, long Refused);

    /// <summary>When this database began to record use, of whatever member; an older line, brought from elsewhere, counts too.</summary>
    internal long RecordBegan() => connection.ExecuteScalar<long>("""
        SELECT min(at) FROM (SELECT applied_at AS at FROM migration WHERE number = 12 UNION ALL SELECT min(hour) FROM member_usage) AS began WHERE at IS NOT NULL
        """, transaction: transaction);

    internal IReadOnlyList<UseRow> Use(long from, long to) => [.. connection.Query<(string, long, long, long, long)>("""
        SELECT list AS List, kind AS Kind, CAST(sum(requests) AS BIGINT) AS Requests, CAST(sum(units) AS BIGINT) AS Units, CAST(sum(refused) AS BIGINT) AS Refused
        FROM member_usage WHERE member = @member AND hour >= @from AND hour < @to GROUP BY list, kind ORDER BY list, kind
        """, new { member, from, to }, transaction).Select(static row => new UseRow(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5))];

    internal IReadOnlyList<IncidentHour> Hours(long from, long to) => [.. connection.Query<(long, long, long, long)>("""
        SELECT hour AS Hour, CAST(sum(requests) AS BIGINT) AS Requests, CAST(sum(units) AS BIGINT) AS Units, CAST(sum(refused) AS BIGINT) AS Refused
        FROM member_usage WHERE member = @member AND hour >= @from AND hour < @to GROUP BY hour ORDER BY hour
        """, new { member, from, to }, transaction).Select(static row => new IncidentHour(row.Item1, row.Item2, row.Item3, row.Item4))];

    internal IReadOnlyList<FileRow> Files(long from, long to) => [.. connection.Query<(string, string, long, long)>("""
        SELECT list AS List, file AS File, kind AS Kind, CAST(sum(fetches) AS BIGINT) AS Fetches
        FROM member_fetch WHERE member = @member AND hour >= @from AND hour < @to GROUP BY list, file, kind ORDER BY list, file, kind
        """, new { member, from, to }, transaction).Select(static row => new FileRow(row.Item1, row.Item2, row.Item3, row.Item4))];

    internal IReadOnlyList<IncidentCertificate> Certificates() => [.. connection.Query<(byte[] Spki, string Status, long CreatedAt, long NotAfter, long LastSeen)>("""
        SELECT c.spki_sha256 AS Spki, c.status AS Status, c.created_at AS CreatedAt, c.not_after AS NotAfter,
               coalesce((SELECT max(a.last_seen) FROM member_address AS a WHERE a.member = c.member AND a.certificate = c.spki_sha256), 0) AS LastSeen
        FROM member_certificate AS c WHERE c.member = @member ORDER BY c.created_at, c.spki_sha256
        """, new { member }, transaction).Select(static row => new IncidentCertificate(Convert.ToHexStringLower(row.Spki), row.Status, row.CreatedAt, row.NotAfter, row.LastSeen > 0 ? row.LastSeen : null))];

    /// <summary>Those used in the time or after it, new ones first.</summary>
    internal IReadOnlyList<IncidentAddress> Addresses(long since, long until) => [.. connection.Query<AddressRow>("""
        SELECT address AS Address, certificate AS Spki, first_seen AS FirstSeen, last_seen AS LastSeen, requests AS Requests, refused AS Refused
        FROM member_address WHERE member = @member AND last_seen >= @since AND first_seen <= @until ORDER BY first_seen DESC, address, certificate
        """, new { member, since, until }, transaction).Select(row => new IncidentAddress(
            row.Address, Convert.ToHexStringLower(row.Spki), row.FirstSeen, row.LastSeen, row.Requests, row.Refused, New: row.FirstSeen >= since))];

    internal IReadOnlyList<IncidentSigned> Signed(long since, long until) => [.. connection.Query<(string List, long Kind, long Reports, long Items, long Standing)>("""
        SELECT i.list AS List, i.kind AS Kind, count(DISTINCT i.report_id) AS Reports, count(*) AS Items, count(*) - count(i.retracted_at) AS Standing
        FROM report AS r JOIN report_item AS i ON i.member = r.member AND i.report_id = r.report_id AND i.renewed_from_epoch IS NULL
        WHERE r.member = @member AND r.received_at >= @since AND r.received_at <= @until GROUP BY i.list, i.kind ORDER BY i.list, i.kind
        """, new { member, since, until }, transaction).Select(static row => new IncidentSigned(row.List, IdentifierKinds.Name((IdentifierKind)row.Kind), row.Reports, row.Items, row.Standing))];

    internal IReadOnlyList<IncidentReport> Reports(long since, long until) => [.. connection.Query<(byte[] Id, string List, long ReceivedAt, long Items, long Standing)>("""
        SELECT r.report_id AS Id, r.list AS List, r.received_at AS ReceivedAt, r.items AS Items,
               (SELECT count(*) FROM report_item AS i WHERE i.member = r.member AND i.report_id = r.report_id AND i.renewed_from_epoch IS NULL AND i.retracted_at IS NULL) AS Standing
        FROM report AS r WHERE r.member = @member AND r.received_at >= @since AND r.received_at <= @until ORDER BY r.received_at, r.report_id LIMIT @most
        """, new { member, since, until, most = MaxReports }, transaction).Select(static row => new IncidentReport(
            new Guid(row.Id, bigEndian: true).ToString(), row.List, row.ReceivedAt, row.Items, row.Standing))];

    internal long ReportsFiled(long since, long until) => Count("report", "received_at", "member", member, since, until);

    internal long Retractions(long since, long until) => Count("retraction", "received_at", "member", member, since, until);

    internal long Disputes(long since, long until) => Count("dispute", "opened_at", "opened_by", $"desk:{member}", since, until);

    /// <summary>The first hundred since.</summary>
    internal IReadOnlyList<IncidentAct> Acts(long since) => connection.Query<IncidentAct>("""
        SELECT at AS At, actor AS Actor, verb AS Verb, reason AS Reason FROM audit WHERE target = @target AND at >= @since ORDER BY id LIMIT @most
        """, new { target = $"member/{member}", since, most = MaxActs }, transaction).AsList();

    private long Count(string table, string time, string column, string value, long since, long until) => connection.ExecuteScalar<long>(
        $"SELECT count(*) FROM {table} WHERE {column} = @value AND {time} >= @since AND {time} <= @until", new { value, since, until }, transaction);
}
