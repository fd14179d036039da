using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Epochs;

/// <summary>For each pair of an open epoch and its predecessor: how much of each entity's reports has been carried over. What nobody renews ends with the old epoch.</summary>
internal static class ShowEpochStatus
{
    public static async Task<IResult> HandleAsync(Store store, TimeProvider time, CancellationToken cancellationToken)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return TypedResults.Json(await store.ReadAsync((connection, transaction) => new EpochStatusResponse(
            [.. ListSql.All(connection, transaction).SelectMany(list => Of(connection, transaction, list.Name, now))]), cancellationToken), EpochsJson.Default.EpochStatusResponse);
    }

    private static IEnumerable<EpochStatusLine> Of(SqliteConnection connection, SqliteTransaction transaction, string list, long now)
    {
        IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
        IReadOnlyList<EpochRow> epochs = EpochSql.Of(connection, transaction, list);
        foreach ((EpochRow from, EpochRow to) in epochs.Zip(epochs.Skip(1)).Where(pair => pair.First.NotAfter > now))
        {
            foreach (IGrouping<string, (string Entity, long Standing, long Renewed)> of in Renewed(connection, transaction, list, from.Epoch, to.Epoch)
                .GroupBy(row => EntityChain.Top(parents, row.Entity)).OrderBy(static of => of.Key, StringComparer.Ordinal))
            {
                long standing = of.Sum(static row => row.Standing);
                long renewed = of.Sum(static row => row.Renewed);
                yield return new EpochStatusLine(list, from.Epoch, to.Epoch, of.Key, standing, renewed, standing == 0 ? 1 : (double)renewed / standing);
            }
        }
    }

    private static IEnumerable<(string Entity, long Standing, long Renewed)> Renewed(SqliteConnection connection, SqliteTransaction transaction, string list, long from, long to) =>
        connection.Query<(string, long, long)>("""
            SELECT m.entity, count(*), sum(EXISTS (
                SELECT 1 FROM report_item AS n WHERE n.member = i.member AND n.report_id = i.report_id AND n.item = i.item AND n.epoch = @to))
            FROM report_item AS i JOIN member AS m ON m.slug = i.member
            WHERE i.list = @list AND i.epoch = @from AND i.retracted_at IS NULL GROUP BY m.entity
            """, new { list, from, to }, transaction);
}
