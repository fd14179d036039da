using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using Dapper;

namespace BlacklistExchange.Server.Entries;

/// <summary>Reads what a list's policy says of entries.</summary>
internal static class PolicySql
{
    /// <summary>Null when there is no such list.</summary>
    public static EntryPolicy? Find(DbConnection connection, DbTransaction transaction, string list)
    {
        object key = new { List = list };
        ListRow? row = connection.QueryFirstOrDefault<ListRow>(
            "SELECT policy_version AS Version, release_delay_seconds AS ReleaseDelay FROM list WHERE name = @List", key, transaction);
        return row is null ? null : new EntryPolicy(
            list,
            checked((ushort)row.Version),
            row.ReleaseDelay,
            [.. connection.Query<RungRow>(
                "SELECT evidence_type AS Evidence, notice_served AS NoticeServed, origins AS Origins, outcome AS Outcome FROM list_ladder WHERE list = @List ORDER BY evidence_type, notice_served",
                key, transaction).Select(static rung => rung.ToRung())],
            connection.Query<(long Category, long Days)>("SELECT category, days FROM list_expiry WHERE list = @List", key, transaction)
                .ToDictionary(static line => (Category)line.Category, static line => (int)line.Days));
    }

    private sealed record ListRow(long Version, long ReleaseDelay);

    private sealed record RungRow(long Evidence, long NoticeServed, long Origins, string Outcome)
    {
        public LadderRung ToRung() =>
            new((EvidenceType)Evidence, NoticeServed == 1, (int)Origins, Outcome == "listed" ? EntryState.Listed : EntryState.Watch);
    }
}
