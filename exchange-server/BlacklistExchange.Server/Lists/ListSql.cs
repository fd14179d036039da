using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using Dapper;

namespace BlacklistExchange.Server.Lists;

/// <summary>Every statement on list, list_ladder, list_expiry and list_purpose.</summary>
internal static class ListSql
{
    private const string Columns = """
        name AS Name, scope AS Scope, sectors AS Sectors, policy_version AS PolicyVersion, kinds AS Kinds, suite AS Suite, epoch_days AS EpochDays,
        overlap_days AS OverlapDays, release_delay_seconds AS ReleaseDelaySeconds, created_at AS CreatedAt
        """;

    internal static ListRow? Find(DbConnection connection, DbTransaction transaction, string name) =>
        connection.QuerySingleOrDefault<ListRow>($"SELECT {Columns} FROM list WHERE name = @name", new { name }, transaction);

    internal static IReadOnlyList<ListRow> All(DbConnection connection, DbTransaction transaction) =>
        connection.Query<ListRow>($"SELECT {Columns} FROM list ORDER BY name", transaction: transaction).AsList();

    internal static void Insert(DbConnection connection, DbTransaction transaction, ListRow row) => connection.Execute("""
        INSERT INTO list (name, scope, sectors, policy_version, kinds, suite, epoch_days, overlap_days, release_delay_seconds, created_at)
        VALUES (@Name, @Scope, @Sectors, @PolicyVersion, @Kinds, @Suite, @EpochDays, @OverlapDays, @ReleaseDelaySeconds, @CreatedAt)
        """, row, transaction);

    internal static void InsertPolicy(DbConnection connection, DbTransaction transaction, string list, ListPolicy policy)
    {
        connection.Execute("INSERT INTO list_ladder (list, evidence_type, notice_served, origins, outcome) VALUES (@list, @evidence, @notice, @origins, @outcome)",
            policy.Ladder.Select(step => new { list, evidence = (int)step.Evidence, notice = step.NoticeServed ? 1 : 0, origins = step.Origins, outcome = step.Outcome }), transaction);
        connection.Execute("INSERT INTO list_expiry (list, category, days) VALUES (@list, @category, @days)",
            policy.ExpiryDays.Select(pair => new { list, category = (int)pair.Key, days = pair.Value }), transaction);
        connection.Execute("INSERT INTO list_purpose (list, role, sector, kind, purpose, allowed) VALUES (@list, @role, @sector, @kind, @purpose, @allowed)",
            policy.Purposes.Select(grant => new { list, role = grant.Role, sector = grant.Sector, kind = grant.Kind, purpose = grant.Purpose, allowed = grant.Allowed ? 1 : 0 }), transaction);
    }

    internal static IReadOnlyList<LadderStep> Ladder(DbConnection connection, DbTransaction transaction, string list) =>
        [.. connection.Query<(long Evidence, long Notice, long Origins, string Outcome)>(
            "SELECT evidence_type, notice_served, origins, outcome FROM list_ladder WHERE list = @list ORDER BY evidence_type, notice_served DESC", new { list }, transaction)
            .Select(static row => new LadderStep((EvidenceType)row.Evidence, row.Notice == 1, (int)row.Origins, row.Outcome))];

    internal static IReadOnlyDictionary<Category, int> ExpiryDays(DbConnection connection, DbTransaction transaction, string list) =>
        connection.Query<(long Category, long Days)>("SELECT category, days FROM list_expiry WHERE list = @list ORDER BY category", new { list }, transaction)
            .ToDictionary(static row => (Category)row.Category, static row => (int)row.Days);

    internal static IReadOnlyList<PurposeGrant> Purposes(DbConnection connection, DbTransaction transaction, string list) =>
        [.. connection.Query<(string Role, string Sector, string Kind, string Purpose, long Allowed)>(
            "SELECT role, sector, kind, purpose, allowed FROM list_purpose WHERE list = @list ORDER BY role, sector, kind, purpose", new { list }, transaction)
            .Select(static row => new PurposeGrant(row.Role, row.Sector, row.Kind, row.Purpose, row.Allowed == 1))];
}
