using System.Buffers.Text;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Usage;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>The newest signed manifest of a list, for members that may use the list.</summary>
internal static class GetManifest
{
    public static async Task<IResult> HandleAsync(string list, HttpContext context, Store store, UseNotes notes)
    {
        Member member = context.GetMember();
        Outcome<ManifestResponse> outcome = await store.ReadAsync<Outcome<ManifestResponse>>((connection, transaction) =>
        {
            if (ListSql.Find(connection, transaction, list) is not { } row || !PurposeRules.MayUse(row.Sectors, member.Role, member.Sector))
            {
                return new Refusal(ProblemTypes.NotFound, "There is no list of this name for this member. GET /v1/lists names them.") { Field = "list" };
            }
            return ManifestSql.Newest(connection, transaction, list) is { } newest
                ? new ManifestResponse(new SignedBytes(Base64Url.EncodeToString(newest.Payload), Base64Url.EncodeToString(newest.Signature)))
                : new Refusal(ProblemTypes.NotFound, "The list is new and has no manifest yet. Try again in a few seconds.") { Field = "list" };
        }, context.RequestAborted);
        if (outcome.Succeeded)
        {
            notes.Fetched(member.Slug, list, UseNotes.Manifest, kind: 0);
        }
        context.Response.Headers.CacheControl = "no-store";
        return outcome.Match(static manifest => TypedResults.Json(manifest, WireJson.Default.ManifestResponse));
    }
}
