using System.Data.Common;
using BlacklistExchange.Server;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.Load.Keeping;

/// <summary>Looks into the hub's own tables, on either engine and without writing: every acknowledged report is one row there with all its items, and every row of a member whose every report is in the ledger is in it.</summary>
internal static class StoreRows
{
    private sealed record Row(string Member, byte[] ReportId, long Items, long Rows);

    /// <param name="book">The ledger.</param>
    /// <param name="members">Those who report nothing but what is in the ledger; a caller's SDK may have filed a report whose receipt never came.</param>
    /// <param name="hub">Data folder of a hub.</param>
    /// <param name="verdict">What it finds.</param>
    public static void Count(LedgerBook book, IReadOnlyCollection<string> members, DataFolder hub, LedgerVerdict verdict)
    {
        using DbConnection connection = StoreEngine.Of(HubSettings.Read(hub, []), hub).OpenReader();
        List<Row> rows = connection.Query<Row>("""
            SELECT r.member AS Member, r.report_id AS ReportId, r.items AS Items,
                (SELECT count(*) FROM report_item AS i WHERE i.member = r.member AND i.report_id = r.report_id AND i.epoch = r.epoch) AS Rows
            FROM report AS r WHERE r.list = @list
            """, new { list = book.List }).ToList();
        HashSet<Guid> seen = [];
        foreach (Row row in rows)
        {
            Guid id = new(row.ReportId, bigEndian: true);
            verdict.Unless(seen.Add(id), $"report {id} of {row.Member} is in the store twice");
            verdict.Unless(row.Items == row.Rows, $"report {id} of {row.Member} has {row.Rows} of its {row.Items} items in the store");
            verdict.Unless(book.Reports.ContainsKey(id) || !members.Contains(row.Member), $"report {id} of {row.Member} is in the store, and the ledger does not know it");
        }

        verdict.RowsCounted = book.Reports.Keys.Count(seen.Contains);
        foreach (Operation lost in book.Reports.Values.Where(report => report.Acknowledged && !seen.Contains(report.Id)))
        {
            verdict.Break($"report {lost.Id} of {lost.Member} was acknowledged and is not in the store");
        }
    }
}
