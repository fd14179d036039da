using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Storage;
using System.Buffers.Text;

namespace BlacklistExchange.Server.Epochs;

/// <summary>All epochs of all lists, for the operator.</summary>
internal static class ListEpochs
{
    public static async Task<IResult> HandleAsync(Store store, TimeProvider time, CancellationToken cancellationToken) => TypedResults.Json(
        await store.ReadAsync((connection, transaction) => new AllEpochsResponse([.. ListSql.All(connection, transaction)
            .SelectMany(list => EpochSql.Of(connection, transaction, list.Name).Select(epoch => Describe(connection, transaction, list, epoch, time.GetUtcNow().ToUnixTimeSeconds())))]), cancellationToken),
        EpochsJson.Default.AllEpochsResponse);

    internal static EpochResponse Describe(DbConnection connection, DbTransaction transaction, ListRow list, EpochRow epoch, long now) => new(
        epoch.List, epoch.Epoch, State(epoch, now), epoch.NotBefore, epoch.NotAfter, EpochRules.OpenNextBy(epoch.NotAfter, (int)list.OverlapDays), epoch.OpenedAt, epoch.DestroyedAt,
        Convert.ToHexStringLower(epoch.DescriptorDigest),
        [.. EpochSql.Keys(connection, transaction, epoch.List, epoch.Epoch).Select(key => new EpochKindLine(
            IdentifierKinds.Name((IdentifierKind)key.Kind), key.Suite, Base64Url.EncodeToString(key.PublicKey), EpochSql.Evaluated(connection, transaction, key)))]);

    private static string State(EpochRow epoch, long now) =>
        epoch.DestroyedAt is not null ? "destroyed" : now >= epoch.NotAfter ? "ended" : now >= epoch.NotBefore ? "live" : "coming";
}
