using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Epochs;

/// <summary>Opens the next epoch of a list: fresh keys, a signed descriptor chained to the one before.</summary>
internal static class OpenEpoch
{
    private sealed record Plan(ListRow List, EpochRow? Previous, long Floor, long NotBefore, long NotAfter)
    {
        public long Number => EpochRules.Next(Previous?.Epoch ?? 0, Floor);
    }

    public static async Task<IResult> HandleAsync(
        string list, HttpContext context, Store store, KeyFolder folder, ExchangeSigner signer, EpochKeys keys, HubOptions options, ClockGuard clock, TimeProvider time)
    {
        Outcome<OpenEpochRequest> body = await RequestBody.ReadAsync(context, EpochsJson.Default.OpenEpochRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out OpenEpochRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        // A descriptor says for ever from when to when its epoch runs.
        if (!clock.Ask().TryGet(out long now, out refusal))
        {
            return refusal;
        }
        if (!(await PlanAsync(list, request, store, options.Policy, now, context.RequestAborted)).TryGet(out Plan? plan, out refusal))
        {
            return refusal;
        }
        Ciphersuite suite = Ciphersuite.TryGet(plan.List.Suite, out Ciphersuite? known) ? known : throw new InvalidOperationException($"The list's suite '{plan.List.Suite}' is not run here.");
        Operator caller = context.GetOperator();
        using NewEpoch epoch = NewEpoch.Create(folder, signer, options.Exchange, list, suite, plan.List.KindNames, plan.Number, plan.Previous, plan.NotBefore, plan.NotAfter, now);
        // Not cancelled with the request: once the store may name the files they must not be destroyed.
        Outcome<EpochResponse> outcome = await store.WriteAsync<EpochResponse>((connection, transaction) =>
        {
            if (EpochSql.Last(connection, transaction, list) != plan.Previous?.Epoch)
            {
                return new Refusal(ProblemTypes.Conflict, "Another operator opened an epoch at the same moment. See: bex-hub epoch list");
            }
            EpochSql.Insert(connection, transaction, epoch.Row, epoch.Keys);
            AuditLog.Append(connection, transaction, caller, "epoch open", $"epoch/{list}/{epoch.Row.Epoch}", null, time.GetUtcNow());
            return ListEpochs.Describe(connection, transaction, plan.List, epoch.Row, now);
        }, CancellationToken.None);
        if (outcome.Succeeded)
        {
            epoch.Adopt(keys);
        }
        return outcome.Match(static opened => TypedResults.Json(opened, EpochsJson.Default.EpochResponse, statusCode: StatusCodes.Status201Created));
    }

    private static async Task<Outcome<Plan>> PlanAsync(string list, OpenEpochRequest request, Store store, PolicyOptions policy, long now, CancellationToken cancellationToken)
    {
        (ListRow? row, IReadOnlyList<EpochRow> epochs, RestorationSql.Floor floor) = await store.ReadAsync((connection, transaction) =>
            (ListSql.Find(connection, transaction, list), EpochSql.Of(connection, transaction, list), RestorationSql.FloorOf(connection, transaction, list)), cancellationToken);
        if (row is null)
        {
            return new Refusal(ProblemTypes.NotFound, $"There is no list '{list}'. See: bex-hub list show") { Field = "list" };
        }
        if (epochs.Count(epoch => epoch.NotAfter > now) >= EpochRules.MaxOpen)
        {
            return new Refusal(ProblemTypes.Conflict, $"{EpochRules.MaxOpen} epochs are open; a query pays for each. Wait until the older one ends. See: bex-hub epoch list");
        }
        if (request.Days is < EpochRules.MinDays or > EpochRules.MaxDays)
        {
            return new Refusal(ProblemTypes.InvalidField, $"{EpochRules.MinDays} to {EpochRules.MaxDays} days.") { Field = "days" };
        }
        return EpochRules.TryStart(request.NotBefore, epochs.Count == 0, policy.EpochLeadSeconds, now, out long notBefore, out string reason)
            ? new Plan(row, epochs.Count == 0 ? null : epochs[^1], floor.Epoch, notBefore, EpochRules.End(notBefore, request.Days ?? (int)row.EpochDays))
            : new Refusal(ProblemTypes.InvalidField, reason) { Field = "not_before" };
    }
}
