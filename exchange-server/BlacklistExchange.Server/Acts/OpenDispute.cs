using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Acts;

/// <summary>The desk freezes an entry for a person who contests it: everywhere, at the next sync. A repeat finds it frozen.</summary>
internal sealed class OpenDispute(Store store, EntryKeys entryKeys, TimeProvider time, ActsMetrics metrics)
{
    public static async Task<IResult> HandleAsync(HttpContext context, OpenDispute openDispute, HubOptions options)
    {
        Outcome<DisputeRequest> body = await RequestBody.ReadAsync(context, WireJson.Default.DisputeRequest, options.Limits.MemberBytes);
        if (!body.TryGet(out DisputeRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        Outcome<EntryStateResponse> opened = await openDispute.RunAsync(context.GetMember(), request, context.RequestAborted);
        return opened.Match(static response => TypedResults.Json(response, WireJson.Default.EntryStateResponse));
    }

    public async Task<Outcome<EntryStateResponse>> RunAsync(Member desk, DisputeRequest request, CancellationToken cancellationToken)
    {
        if (EntryLocator.RequireDesk(desk) is { } notDesk)
        {
            return notDesk;
        }
        if (ActRules.FaultOfGround(request.Ground) is { } groundFault)
        {
            return new Refusal(ProblemTypes.InvalidField, $"For a dispute, {groundFault}.") { Field = "ground" };
        }
        if (ActRules.FaultOfReference(request.Reference) is { } referenceFault)
        {
            return new Refusal(ProblemTypes.InvalidField, $"For a dispute, {referenceFault}.") { Field = "reference" };
        }
        if (!EntryLocator.Locate(request.List, request.Epoch, request.Kind, request.EntryKey).TryGet(out EntryAddress address, out Refusal? refusal))
        {
            return refusal;
        }
        ActWords words = new($"desk:{desk.Slug}", request.Ground, request.Reference);
        Outcome<EntryStateResponse> opened = await store.WriteAsync<EntryStateResponse>((connection, transaction) =>
        {
            DateTimeOffset now = time.GetUtcNow();
            EntryLedger ledger = new(connection, transaction, entryKeys, now.ToUnixTimeSeconds());
            Entry? entry = ledger.Find(address);
            if (entry is null)
            {
                return EntryLocator.RequireEpoch(EntrySql.HasKey(connection, transaction, address), address)
                    ?? new Refusal(ProblemTypes.NotFound, "Nobody has reported this identifier in this epoch: there is nothing to dispute.") { Field = "entry_key" };
            }
            if (ActRules.Refuse(ActVerb.Dispute, entry) is { } refused)
            {
                return new Refusal(ProblemTypes.Conflict, $"The entry cannot be disputed: {refused}.");
            }
            Entry after = ApplyAct.Run(connection, transaction, ledger, ActVerb.Dispute, entry, words, EntrySql.LatestSequence(connection, transaction));
            if (!ReferenceEquals(after, entry))
            {
                AuditLog.Append(connection, transaction, desk, "entry act dispute", $"entry/{address.Tag}", $"{request.Ground} ({request.Reference})", now);
            }
            return GetEntryState.Answer(ledger, address, after);
        }, cancellationToken);
        if (opened.Succeeded)
        {
            metrics.Acted(ActVerb.Dispute, 1);
        }
        return opened;
    }
}
