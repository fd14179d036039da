using System.Data.Common;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Reconciliation;

/// <summary>
/// Ends the read-only state of a restored hub. Everything that the lost database may have known and that a member or a thief could gain from is taken at its worst, in one transaction:
/// budgets are spent, numbers jump, what was revoked is revoked again (spec/protocol.md §3.4).
/// </summary>
internal static class Reconcile
{
    private const int MaxNames = 1_000;

    private sealed record Plan(long Now, long TakenAt, long RestoredAt, IReadOnlyList<RestorationSql.Floor> Floors, IReadOnlyList<ReconciledList> Lists, SpendBudgets Budgets, IReadOnlyList<RevokeAgain.Step> Revocations)
    {
        public ReconcileResponse Response(bool done) => new(done, TakenAt, RestoredAt, Lists, Budgets.Count, [.. Revocations.Select(static step => step.Target)]);
    }

    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, ClockGuard clock, RestoredState restored)
    {
        Outcome<ReconcileRequest> body = await RequestBody.ReadAsync(context, ReconciliationJson.Default.ReconcileRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out ReconcileRequest? request, out Refusal? refusal) || (refusal = Check(request) ?? clock.Refuse()) is not null)
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        Outcome<ReconcileResponse> Run(DbConnection connection, DbTransaction transaction)
        {
            // The time is asked again here: a clock that jumped meanwhile would make the floors too low.
            if (!Try(connection, transaction, request, options, clock).TryGet(out Plan? plan, out Refusal? refused))
            {
                return refused;
            }
            if (!request.DryRun)
            {
                Write(connection, transaction, plan, caller);
            }
            return plan.Response(!request.DryRun);
        }

        Outcome<ReconcileResponse> outcome = request.DryRun
            ? await store.ReadAsync(Run, context.RequestAborted)
            : await store.WriteAsync<ReconcileResponse>(Run, context.RequestAborted);
        if (outcome.Succeeded && !request.DryRun)
        {
            // This node at once; the others look every two seconds.
            restored.Look();
        }
        return outcome.Match(static response => TypedResults.Json(response, ReconciliationJson.Default.ReconcileResponse));
    }

    private static Outcome<Plan> Try(DbConnection connection, DbTransaction transaction, ReconcileRequest request, HubOptions options, ClockGuard clock)
    {
        IReadOnlyList<RestorationSql.Row> open = RestorationSql.Open(connection, transaction);
        if (open.Count == 0)
        {
            return new Refusal(ProblemTypes.Conflict, "This hub was not restored from a backup, or is reconciled already: there is nothing to do.");
        }
        if (!clock.Ask().TryGet(out long now, out Refusal? refusal)
            || !RevokeAgain.Plan(connection, transaction, request.Revoke ?? []).TryGet(out List<RevokeAgain.Step>? revocations, out refusal))
        {
            return refusal;
        }
        // The oldest backup says what is lost.
        long takenAt = open[0].TakenAt;
        List<RestorationSql.Floor> floors = [];
        List<ReconciledList> lists = [];
        foreach (KnownNumbers known in Known(connection, transaction, request.Seen ?? []))
        {
            SeenNumbers? seen = request.Seen?.FirstOrDefault(seen => seen.List == known.List);
            RestorationSql.Floor floor = FloorRules.Of(RestorationSql.FloorOf(connection, transaction, known.List), known, seen, takenAt, now);
            floors.Add(floor);
            lists.Add(new ReconciledList(known.List, known.Sequence, Math.Max(known.Sequence, floor.Sequence) + 1, known.Epoch, EpochRules.Next(known.Epoch, floor.Epoch)));
        }
        return new Plan(now, takenAt, open.Max(static row => row.RestoredAt), floors, lists, SpendBudgets.Plan(connection, transaction, options.Policy, now), revocations);
    }

    private static void Write(DbConnection connection, DbTransaction transaction, Plan plan, Operator caller)
    {
        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(plan.Now);
        plan.Budgets.Write(connection, transaction);
        foreach (RestorationSql.Floor floor in plan.Floors)
        {
            RestorationSql.Raise(connection, transaction, floor);
        }
        RevokeAgain.Write(connection, transaction, plan.Revocations, caller, at);
        AuditLog.Append(connection, transaction, caller, "reconcile", "restoration",
            $"backup of {DateTimeOffset.FromUnixTimeSeconds(plan.TakenAt):u}; next numbers {string.Join(", ", plan.Lists.Select(static list => $"{list.List} {list.NextSequence}/{list.NextEpoch}"))}", at);
        RestorationSql.Close(connection, transaction, caller.Name, plan.Now);
    }

    /// <summary>Lists that are there, those that members have seen and that are lost, and what stands for all others that are lost.</summary>
    private static IEnumerable<KnownNumbers> Known(DbConnection connection, DbTransaction transaction, IReadOnlyList<SeenNumbers> seen)
    {
        IReadOnlyList<KnownNumbers> known = ReconciliationSql.Known(connection, transaction);
        return [.. known, .. seen.Select(static one => one.List).Except(known.Select(static one => one.List)).Append(RestorationSql.AnyList).Distinct().Select(KnownNumbers.None)];
    }

    private static Refusal? Check(ReconcileRequest request)
    {
        IReadOnlyList<SeenNumbers> seen = request.Seen ?? [];
        return seen.Count > MaxNames || seen.Any(static one => one.Sequence is < 0 or > FloorRules.HighestSequence || one.Epoch is < 0 or > FloorRules.HighestEpoch || !Slug.IsValid(one.List))
                || seen.Select(static one => one.List).Distinct(StringComparer.Ordinal).Count() != seen.Count
            ? new Refusal(ProblemTypes.InvalidField, $"At most {MaxNames} lists, each once: its name, a sequence up to 2^53, an epoch up to {FloorRules.HighestEpoch}.") { Field = "seen" }
            : request.Revoke is { Count: > MaxNames } ? new Refusal(ProblemTypes.InvalidField, $"At most {MaxNames} members and keys.") { Field = "revoke" }
            : null;
    }
}
