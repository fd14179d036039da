using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Entries;

/// <summary>The desk asks what stands about a person who came to it, pending included.</summary>
internal static class GetEntryState
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, EntryKeys entryKeys, HubOptions options, TimeProvider time)
    {
        if (EntryLocator.RequireDesk(context.GetMember()) is { } notDesk)
        {
            return notDesk;
        }
        Outcome<EntryStateRequest> body = await RequestBody.ReadAsync(context, WireJson.Default.EntryStateRequest, options.Limits.MemberBytes);
        if (!body.TryGet(out EntryStateRequest? request, out Refusal? refusal)
            || !EntryLocator.Locate(request.List, request.Epoch, request.Kind, request.EntryKey).TryGet(out EntryAddress address, out refusal))
        {
            return refusal;
        }
        Outcome<EntryStateResponse> found = await store.ReadAsync((connection, transaction) =>
        {
            EntryLedger ledger = new(connection, transaction, entryKeys, time.GetUtcNow().ToUnixTimeSeconds());
            Refusal? unknown = EntryLocator.RequireEpoch(EntrySql.HasKey(connection, transaction, address), address);
            return unknown is not null ? unknown : (Outcome<EntryStateResponse>)Answer(ledger, address, ledger.Find(address));
        }, context.RequestAborted);
        return found.Match(static response => TypedResults.Json(response, WireJson.Default.EntryStateResponse));
    }

    /// <summary>What the desk is told of an entry.</summary>
    public static EntryStateResponse Answer(EntryLedger ledger, EntryAddress address, Entry? entry) => entry is null
        ? new EntryStateResponse(address.Tag.ToString(), EntryStates.Unknown, 0, null)
        : new EntryStateResponse(address.Tag.ToString(), EntryStates.NameOf(entry.State), EntryLedger.Facts(entry, ledger.Reports(address)).Counted.Count(), entry.StateSince);
}
