using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Acts;

/// <summary>Everything that stands behind a tag, for the operator who must decide on it. There is no identifier to show.</summary>
internal static class ShowEntry
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, TimeProvider time, string tag)
    {
        if (!Tag.TryParse(tag, out Tag parsed))
        {
            return new Refusal(ProblemTypes.InvalidField, "A tag has 64 hexadecimal digits, as receipts print it.") { Field = "tag" };
        }
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        EntryDetail[] entries = await store.ReadAsync(
            (connection, transaction) => EntrySql.FindByTag(connection, transaction, parsed).Select(entry => Detail(connection, transaction, entry, now)).ToArray(),
            context.RequestAborted);
        return entries.Length == 0
            ? new Refusal(ProblemTypes.NotFound, "No entry has this tag. Tags change with the epoch.") { Field = "tag" }
            : TypedResults.Json(new ShowEntryResponse(parsed.ToString(), entries), ActJson.Default.ShowEntryResponse);
    }

    private static EntryDetail Detail(DbConnection connection, DbTransaction transaction, Entry entry, long now) => new(
        entry.Address.List,
        entry.Address.Epoch,
        IdentifierKinds.Name((IdentifierKind)entry.Address.Kind),
        EntryStates.NameOf(entry.State),
        entry.StateSince,
        Published: entry.Label is not null && entry.VisibleFrom <= now,
        entry.VisibleFrom,
        entry.ExpiresAt,
        entry.Tombstoned,
        Disputed: entry.Hold != EntryHold.None,
        Erased: entry.WrappedKey is null,
        Label.TryDecode(entry.Label, out Label label) ? Detail(label) : null,
        ActSql.ReportsOf(connection, transaction, entry),
        ActSql.ActsOf(connection, transaction, entry.Address));

    private static LabelDetail Detail(Label label) => new(
        EntryWords.Of(label.Category), label.First.ToString(), label.Last.ToString(), label.ReporterBucket, EntryWords.Of(label.Status), EntryWords.Of(label.Tier),
        (int)label.Flags, label.PolicyVersion, $"{label.Ring:x8}");
}
