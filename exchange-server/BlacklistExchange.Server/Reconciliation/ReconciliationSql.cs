using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Reconciliation;

/// <summary>What numbers a restored database has used. Reads only.</summary>
internal static class ReconciliationSql
{
    /// <summary>Of every list, by name.</summary>
    internal static IReadOnlyList<KnownNumbers> Known(DbConnection connection, DbTransaction transaction)
    {
        ILookup<string, (string List, long Epoch, long NotAfter)> epochs = connection.Query<(string List, long Epoch, long NotAfter)>(
            "SELECT list, epoch, not_after FROM epoch", transaction: transaction).ToLookup(static row => row.List);
        return [.. connection.Query<(string List, long Sequence)>("""
            SELECT l.name AS List, CAST(coalesce(max(m.sequence), 0) AS BIGINT) AS Sequence FROM list AS l LEFT JOIN manifest AS m ON m.list = l.name GROUP BY l.name ORDER BY l.name
            """, transaction: transaction)
            .Select(row => new KnownNumbers(row.List, row.Sequence, epochs[row.List].Select(static epoch => epoch.Epoch).DefaultIfEmpty(0).Max(), [.. epochs[row.List].Select(static epoch => epoch.NotAfter)]))];
    }
}
