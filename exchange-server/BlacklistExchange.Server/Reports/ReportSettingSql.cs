using System.Data.Common;
using BlacklistExchange.Server.Lists;
using Dapper;

namespace BlacklistExchange.Server.Reports;

/// <summary>Reads what a report is judged by.</summary>
internal static class ReportSettingSql
{
    /// <summary>Null when there is no such list.</summary>
    public static ReportSetting? Find(DbConnection connection, DbTransaction transaction, string list, string member, long now)
    {
        object key = new { List = list, Member = member, Now = now, DayStart = ReportRules.DayStart(now) };
        ListRow? row = connection.QueryFirstOrDefault<ListRow>(
            "SELECT sectors AS Sectors, policy_version AS PolicyVersion, kinds AS Kinds FROM list WHERE name = @List", key, transaction);
        return row is null ? null : new ReportSetting(
            row.Sectors,
            (int)row.PolicyVersion,
            row.Kinds.Split(','),
            [.. connection.Query<GrantRow>(
                "SELECT role AS Role, sector AS Sector, kind AS Kind, purpose AS Purpose, allowed AS Allowed FROM list_purpose WHERE list = @List", key, transaction)
                .Select(static grant => new PurposeGrant(grant.Role, grant.Sector, grant.Kind, grant.Purpose, grant.Allowed == 1))],
            (uint?)connection.ExecuteScalar<long?>(
                "SELECT max(epoch) FROM epoch WHERE list = @List AND not_before <= @Now AND not_after > @Now AND destroyed_at IS NULL", key, transaction),
            connection.ExecuteScalar<long>("SELECT CAST(coalesce(sum(items), 0) AS BIGINT) FROM report WHERE member = @Member AND received_at >= @DayStart", key, transaction),
            ReportRules.DailyCap(connection.ExecuteScalar<long>("SELECT CAST(coalesce(sum(per_day), 0) AS BIGINT) FROM member_declared WHERE member = @Member", key, transaction)));
    }

    /// <summary>True while an epoch may still be read and renewed from.</summary>
    public static bool IsLive(DbConnection connection, DbTransaction transaction, string list, uint epoch, long now) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM epoch WHERE list = @List AND epoch = @Epoch AND not_before <= @Now AND not_after > @Now AND destroyed_at IS NULL",
        new { List = list, Epoch = (long)epoch, Now = now }, transaction) > 0;

    private sealed record ListRow(string Sectors, long PolicyVersion, string Kinds);

    private sealed record GrantRow(string Role, string Sector, string Kind, string Purpose, long Allowed);
}
