using System.Data.Common;
using BlacklistExchange.Server.Snapshots;
using Dapper;

namespace BlacklistExchange.Server.Soundness;

/// <summary>What the checks read of every slice's tables. Reads only.</summary>
internal static class SoundnessSql
{
    private const string EntryColumns = "tag AS Tag, state AS State, sealed_label AS SealedLabel, label AS Label, wrapped_key AS WrappedKey, visible_from AS VisibleFrom, state_since AS StateSince";
    private const string OfKey = "FROM entry WHERE list = @List AND epoch = @Epoch AND kind = @Kind";

    internal sealed record PublishedRow(byte[] Tag, long State, byte[]? SealedLabel, byte[]? Label, byte[]? WrappedKey, long VisibleFrom, long StateSince);

    /// <summary>A report; with it when the member's newest TLS key was enrolled, and with that perhaps another signing key, and the rows of its items without those that came by renewal.</summary>
    internal sealed record ReportRow
    {
        public string Member { get; init; } = "";

        public byte[] ReportId { get; init; } = [];

        public string List { get; init; } = "";

        public long Epoch { get; init; }

        public byte[] Statement { get; init; } = [];

        public byte[] Signature { get; init; } = [];

        public byte[] Digest { get; init; } = [];

        public long Category { get; init; }

        public long Items { get; init; }

        public long ReceivedAt { get; init; }

        public byte[] Receipt { get; init; } = [];

        public byte[] SigningKey { get; init; } = [];

        public long NewestKeyAt { get; init; }

        public long ItemRows { get; init; }
    }

    /// <summary><c>ok</c>, or what SQLite finds wrong.</summary>
    internal static IEnumerable<string> SqliteFaults(DbConnection connection, DbTransaction transaction) =>
    [
        .. connection.Query<string>("PRAGMA integrity_check(20)", transaction: transaction, commandTimeout: 0),
        .. connection.Query<string>("""
            SELECT 'table ' || "table" || ' has rows whose parent in ' || parent || ' is not there' FROM pragma_foreign_key_check GROUP BY "table", parent
            """, transaction: transaction, commandTimeout: 0),
    ];

    /// <summary>Constraints that PostgreSQL was told not to prove; it proves every other at each write.</summary>
    internal static IEnumerable<string> UnprovenConstraints(DbConnection connection, DbTransaction transaction) => connection.Query<string>(
        "SELECT 'constraint ' || conname || ' of ' || conrelid::regclass || ' is not proven' FROM pg_constraint WHERE NOT convalidated", transaction: transaction);

    /// <summary>Every row of one file's entries, also those that no file holds, in the order of their tags.</summary>
    internal static IReadOnlyList<PublishedRow> Entries(DbConnection connection, DbTransaction transaction, FileKey key) => connection.Query<PublishedRow>(
        $"SELECT {EntryColumns} {OfKey} ORDER BY tag", Key(key), transaction, commandTimeout: 0).AsList();

    internal static IReadOnlyList<(FileKey Key, long Rows)> EntryGroups(DbConnection connection, DbTransaction transaction) => [.. connection.Query<(string List, long Epoch, long Kind, long Rows)>(
        "SELECT list, epoch, kind, count(*) FROM entry WHERE wrapped_key IS NOT NULL GROUP BY list, epoch, kind ORDER BY list, epoch, kind", transaction: transaction, commandTimeout: 0)
        .Select(static row => (new FileKey(row.List, (uint)row.Epoch, (byte)row.Kind), row.Rows))];

    /// <summary>So many entries with an entry key, from a tag on and then from the first; streamed, so nothing else may be asked of the connection meanwhile.</summary>
    internal static IEnumerable<PublishedRow> WrappedFrom(DbConnection connection, DbTransaction transaction, FileKey key, byte[] from, long limit)
    {
        long given = 0;
        foreach (string side in (string[])[">=", "<"])
        {
            foreach (PublishedRow row in connection.Query<PublishedRow>($"SELECT {EntryColumns} {OfKey} AND wrapped_key IS NOT NULL AND tag {side} @from ORDER BY tag LIMIT @limit",
                new { key.List, Epoch = (long)key.Epoch, Kind = (long)key.Kind, from, limit = limit - given }, transaction, buffered: false, commandTimeout: 0))
            {
                given++;
                yield return row;
            }
        }
    }

    /// <summary>Whether a report, a retraction, a renewal or an act has touched an entry since.</summary>
    internal static bool HasEvents(DbConnection connection, DbTransaction transaction, FileKey key, byte[] tag, long since) => connection.ExecuteScalar<bool>("""
        SELECT EXISTS (SELECT 1 FROM report_item AS i JOIN report AS r ON r.member = i.member AND r.report_id = i.report_id
                WHERE i.list = @List AND i.epoch = @Epoch AND i.kind = @Kind AND i.tag = @tag AND (r.received_at >= @since OR i.retracted_at >= @since))
            OR EXISTS (SELECT 1 FROM act WHERE list = @List AND epoch = @Epoch AND kind = @Kind AND tag = @tag AND at >= @since)
            OR EXISTS (SELECT 1 FROM report_item AS i JOIN renewal AS n ON n.member = i.member AND n.list = i.list AND n.new_epoch = i.epoch
                WHERE i.list = @List AND i.epoch = @Epoch AND i.kind = @Kind AND i.tag = @tag AND i.renewed_from_epoch IS NOT NULL AND n.received_at >= @since)
        """, new { key.List, Epoch = (long)key.Epoch, Kind = (long)key.Kind, tag, since }, transaction);

    internal static long Reports(DbConnection connection, DbTransaction transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM report", transaction: transaction);

    /// <summary>So many reports, from an id on and then from the first; streamed as <see cref="WrappedFrom"/>.</summary>
    internal static IEnumerable<ReportRow> ReportsFrom(DbConnection connection, DbTransaction transaction, byte[] from, long limit)
    {
        long given = 0;
        foreach (string side in (string[])[">=", "<"])
        {
            foreach (ReportRow row in connection.Query<ReportRow>($"""
                SELECT r.member AS Member, r.report_id AS ReportId, r.list AS List, r.epoch AS Epoch, r.statement AS Statement, r.signature AS Signature, r.digest AS Digest, r.category AS Category,
                    r.items AS Items, r.received_at AS ReceivedAt, r.receipt AS Receipt, m.signing_key AS SigningKey,
                    coalesce((SELECT max(c.created_at) FROM member_certificate AS c WHERE c.member = r.member), 0) AS NewestKeyAt,
                    (SELECT count(*) FROM report_item AS i WHERE i.member = r.member AND i.report_id = r.report_id AND i.renewed_from_epoch IS NULL) AS ItemRows
                FROM report AS r JOIN member AS m ON m.slug = r.member WHERE r.report_id {side} @from ORDER BY r.report_id LIMIT @limit
                """, new { from, limit = limit - given }, transaction, buffered: false, commandTimeout: 0))
            {
                given++;
                yield return row;
            }
        }
    }

    /// <summary>Counters and what they may hold at most; without those whose limit was set by hand, follows a declared volume, or is of companies that were linked.</summary>
    internal static IReadOnlyList<(string What, long Used, long Limit)> Counters(DbConnection connection, DbTransaction transaction, long day, long epoch, long hubWide, long margin) =>
        connection.Query<(string, long, long)>("""
            SELECT 'key of ' || list || ', epoch ' || epoch || ', kind ' || kind, evaluated, @margin FROM budget_key_counter
            UNION ALL SELECT 'all members on ' || c.list || ', epoch ' || c.epoch || ', kind ' || c.kind, c.queried, @hubWide FROM budget_key_counter AS c
                WHERE NOT EXISTS (SELECT 1 FROM budget_hub_limit AS h WHERE h.list = c.list AND h.kind = c.kind)
            UNION ALL SELECT c.entity || ' on ' || c.list || ', epoch ' || c.epoch || ', kind ' || c.kind, c.queried, @epoch FROM budget_epoch_counter AS c
                WHERE NOT EXISTS (SELECT 1 FROM budget_limit AS l WHERE l.entity = c.entity AND l.list = c.list AND l.kind = c.kind)
                AND NOT EXISTS (SELECT 1 FROM entity AS e WHERE e.parent = c.entity)
                AND NOT EXISTS (SELECT 1 FROM member_declared AS d JOIN member AS m ON m.slug = d.member WHERE m.entity = c.entity)
            UNION ALL SELECT c.entity || ' on ' || c.list || ', the day, kind ' || c.kind, c.day_used, @day FROM budget_counter AS c
                WHERE NOT EXISTS (SELECT 1 FROM budget_limit AS l WHERE l.entity = c.entity AND l.list = c.list AND l.kind = c.kind)
                AND NOT EXISTS (SELECT 1 FROM entity AS e WHERE e.parent = c.entity)
                AND NOT EXISTS (SELECT 1 FROM member_declared AS d JOIN member AS m ON m.slug = d.member WHERE m.entity = c.entity)
            """, new { day, epoch, hubWide, margin }, transaction).AsList();

    /// <summary>Lines, the first and last number, and whether rows were carried here from another database.</summary>
    internal static (long Rows, long First, long Last, bool Carried) Audit(DbConnection connection, DbTransaction transaction)
    {
        (long rows, long first, long last) = connection.QuerySingle<(long, long, long)>("SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM audit", transaction: transaction);
        return (rows, first, last, connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM restoration)", transaction: transaction));
    }

    private static object Key(FileKey key) => new { key.List, Epoch = (long)key.Epoch, Kind = (long)key.Kind };
}
