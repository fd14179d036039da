using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Acts;

/// <summary>The operator acts on one or many entries: all of them in one transaction, or none.</summary>
internal sealed class ActOnEntries(Store store, EntryKeys entryKeys, TimeProvider time, ActsMetrics metrics)
{
    public static async Task<IResult> HandleAsync(HttpContext context, ActOnEntries actOnEntries, HubOptions options)
    {
        Outcome<ActRequest> body = await RequestBody.ReadAsync(context, ActJson.Default.ActRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out ActRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        Outcome<ActResponse> done = await actOnEntries.RunAsync(context.GetOperator(), request, context.RequestAborted);
        return done.Match(static response => TypedResults.Json(response, ActJson.Default.ActResponse));
    }

    public async Task<Outcome<ActResponse>> RunAsync(Operator actor, ActRequest request, CancellationToken cancellationToken)
    {
        if (!ActRules.TryParse(request.Verb, out ActVerb verb))
        {
            return new Refusal(ProblemTypes.InvalidField, $"The acts are: {string.Join(", ", ActRules.Names)}.") { Field = "verb" };
        }
        if (request.Targets.Count is 0 or > ActTargets.MaxTargets || request.Targets.Any(static target => target is null))
        {
            return new Refusal(ProblemTypes.InvalidField, $"Name 1 to {ActTargets.MaxTargets} targets, none of them null.") { Field = "targets" };
        }
        if (request.DryRun)
        {
            return await store.ReadAsync((connection, transaction) => Count(connection, transaction, verb, request), cancellationToken);
        }
        Outcome<ActResponse> done = await store.WriteAsync<ActResponse>((connection, transaction) => Act(connection, transaction, actor, verb, request), cancellationToken);
        if (done.TryGet(out ActResponse? response, out _))
        {
            metrics.Acted(verb, response.Changed);
        }
        return done;
    }

    private Outcome<ActResponse> Count(DbConnection connection, DbTransaction transaction, ActVerb verb, ActRequest request)
    {
        EntryLedger ledger = new(connection, transaction, entryKeys, time.GetUtcNow().ToUnixTimeSeconds());
        ActTargets found = ActTargets.Find(connection, transaction, ledger, verb, request.Targets);
        if (found.Faults is { } faults)
        {
            return new Refusal(ProblemTypes.ActRefused, faults) { Field = "targets" };
        }
        long latest = EntrySql.LatestSequence(connection, transaction);
        return Answer(request, found, [.. found.Entries.Select(acted =>
        {
            IReadOnlyList<EntryReport> reports = ledger.Reports(acted.Entry.Address);
            Entry overlay = ApplyAct.Overlay(ledger, verb, acted.Entry, reports, latest);
            return new Change(acted.Entry, overlay == acted.Entry ? acted.Entry : ledger.Preview(overlay, reports));
        })]);
    }

    private Outcome<ActResponse> Act(DbConnection connection, DbTransaction transaction, Operator actor, ActVerb verb, ActRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();
        EntryLedger ledger = new(connection, transaction, entryKeys, now.ToUnixTimeSeconds());
        ActTargets found = ActTargets.Find(connection, transaction, ledger, verb, request.Targets);
        if (found.Faults is { } faults)
        {
            return new Refusal(ProblemTypes.ActRefused, faults) { Field = "targets" };
        }
        long latest = EntrySql.LatestSequence(connection, transaction);
        Change[] changes = [.. found.Entries.Select(acted => new Change(acted.Entry, ApplyAct.Run(
            connection, transaction, ledger, verb, acted.Entry, new ActWords(actor.Name, acted.Target.Ground, acted.Target.Reference), latest)))];
        ActTarget first = request.Targets[0];
        AuditLog.Append(connection, transaction, actor, $"entry act {ActRules.NameOf(verb)}", Named(found), $"{first.Ground} ({first.Reference})", now);
        return Answer(request, found, changes);
    }

    private static ActResponse Answer(ActRequest request, ActTargets found, Change[] changes)
    {
        Change[] changed = [.. changes.Where(static change => !ReferenceEquals(change.Before, change.After))];
        ActTransition[] transitions = [.. changed
            .GroupBy(static change => (From: change.Before.State, To: change.After.State))
            .OrderBy(static group => group.Key)
            .Select(static group => new ActTransition(EntryStates.NameOf(group.Key.From), EntryStates.NameOf(group.Key.To), group.Count()))];
        return new ActResponse(request.Verb, request.DryRun, request.Targets.Count, found.Entries.Count, changed.Length, transitions);
    }

    private static string Named(ActTargets found) => found.Entries.Count == 1 ? $"entry/{found.Entries.First().Entry.Address.Tag}" : $"{found.Entries.Count} entries";

    private sealed record Change(Entry Before, Entry After);
}
