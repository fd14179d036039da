using System.Buffers.Text;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Epochs;

/// <summary>Signed descriptors of a list's live epochs and of those to come.</summary>
internal static class GetEpochs
{
    public static async Task<IResult> HandleAsync(string list, HttpContext context, Store store, TimeProvider time)
    {
        Member member = context.GetMember();
        EpochsResponse? response = await store.ReadAsync((connection, transaction) =>
            ListSql.Find(connection, transaction, list) is { } row && PurposeRules.MayUse(row.Sectors, member.Role, member.Sector)
                ? new EpochsResponse([.. EpochSql.Open(connection, transaction, list, time.GetUtcNow().ToUnixTimeSeconds())
                    .Select(static epoch => new SignedBytes(Base64Url.EncodeToString(epoch.Descriptor), Base64Url.EncodeToString(epoch.Signature)))])
                : null, context.RequestAborted);
        return response is null
            ? new Refusal(ProblemTypes.NotFound, "There is no list of this name for this member. GET /v1/lists names them.") { Field = "list" }
            : TypedResults.Json(response, WireJson.Default.EpochsResponse);
    }
}
