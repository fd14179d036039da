using System.Data.Common;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Storage;

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

    private static IEnumerable<EpochStatusLine> Of(DbConnection connection, DbTransaction transaction, string list, long now)
    {
        IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
        IReadOnlyList<EpochRow> epochs = EpochSql.Of(connection, transaction, list);
        foreach ((EpochRow from, EpochRow to) in epochs.Zip(epochs.Skip(1)).Where(pair => pair.First.NotAfter > now))
        {
            foreach (IGrouping<string, (string Entity, long Standing, long Renewed)> of in EpochSql.Renewed(connection, transaction, list, from.Epoch, to.Epoch)
                .GroupBy(row => EntityChain.Top(parents, row.Entity)).OrderBy(static of => of.Key, StringComparer.Ordinal))
            {
                long standing = of.Sum(static row => row.Standing);
                long renewed = of.Sum(static row => row.Renewed);
                yield return new EpochStatusLine(list, from.Epoch, to.Epoch, of.Key, standing, renewed, standing == 0 ? 1 : (double)renewed / standing);
            }
        }
    }
}
