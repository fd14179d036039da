using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Usage;
using Microsoft.Net.Http.Headers;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>
/// A snapshot or delta file by its digest, whole or by range. The path on the disk is made from the 32 bytes that the store knows, never from the request's text.
/// A digest of a list that the member may not use is answered as one that does not exist.
/// </summary>
internal static class GetFile
{
    private const int DigestSize = 32;

    public static async Task<IResult> HandleAsync(string digest, HttpContext context, Store store, SnapshotFiles files, UseNotes notes)
    {
        Member member = context.GetMember();
        if (!TryParse(digest, out byte[]? bytes))
        {
            return new Refusal(ProblemTypes.NotFound, "A file is named by its SHA-256, 64 digits of 0-9 and a-f.") { Field = "digest" };
        }
        SnapshotSql.ServedFile? file = await store.ReadAsync((connection, transaction) => SnapshotSql.Find(connection, transaction, bytes), context.RequestAborted);
        if (file is null || !PurposeRules.MayUse(file.Sectors, member.Role, member.Sector) || files.TryOpen(bytes, (ulong)file.Length) is not { } stream)
        {
            return new Refusal(ProblemTypes.NotFound, "There is no such file for this member, or no longer. Fetch the list's manifest again and take the files it names.") { Field = "digest" };
        }
        if (HttpMethods.IsGet(context.Request.Method))
        {
            notes.Fetched(member.Slug, file.List, file.File, (int)file.Kind);
        }
        context.Response.Headers.CacheControl = "private, immutable, max-age=31536000";
        return TypedResults.Stream(stream, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{digest}\""), enableRangeProcessing: true);
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out byte[]? digest)
    {
        bool parsed = text.Length == 2 * DigestSize && text.All(char.IsAsciiHexDigitLower);
        digest = parsed ? Convert.FromHexString(text) : null;
        return parsed;
    }
}
