using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>Sets an entity's limits by hand, or the hub-wide budget of a list and kind.</summary>
internal static class SetBudget
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<SetBudgetRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.SetBudgetRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out SetBudgetRequest? request, out Refusal? refusal) || (refusal = Check(request)) is not null)
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        Outcome<BudgetsResponse> outcome = await store.WriteAsync<BudgetsResponse>((connection, transaction) =>
        {
            Outcome<BudgetTarget> found = BudgetTarget.Find(connection, transaction, request.List, request.Kind, request.Entity);
            if (!found.TryGet(out BudgetTarget? target, out Refusal? missing))
            {
                return missing;
            }
            Set(connection, transaction, request, target, now);
            AuditLog.Append(connection, transaction, caller, "budget set", target.Name, $"{Limits(request)}: {request.Reason}", time.GetUtcNow());
            return BudgetSum.RefuseExcess(connection, transaction, options.Policy) is { } excess ? excess
                : target.Describe(new BudgetStates(connection, transaction, options.Policy, now));
        }, context.RequestAborted);
        return outcome.Match(static budgets => TypedResults.Json(budgets, MembersJson.Default.BudgetsResponse));
    }

    private static void Set(DbConnection connection, DbTransaction transaction, SetBudgetRequest request, BudgetTarget target, long now)
    {
        if (target.Top is { } top)
        {
            BudgetSql.SetLimit(connection, transaction, top, target.List, target.Kind, request, now);
        }
        else
        {
            BudgetSql.SetHubWide(connection, transaction, target.List, target.Kind, request.HubWide!.Value, now, request.Reason);
        }
    }

    private static Refusal? Check(SetBudgetRequest request)
    {
        (string Field, long? Value)[] limits = [("burst", request.Burst), ("day", request.Day), ("epoch", request.Epoch), ("renewal", request.Renewal)];
        bool any = limits.Any(static limit => limit.Value is not null);
        string? wrong = limits.Append(("hub_wide", request.HubWide)).FirstOrDefault(static limit => limit.Item2 is < 0 or > BudgetRules.KeyMargin).Item1;
        return wrong is not null ? new Refusal(ProblemTypes.InvalidField, $"0 to {BudgetRules.KeyMargin:N0} units.") { Field = wrong }
            : request.Entity is null && (request.HubWide is null || any) ? new Refusal(ProblemTypes.InvalidField, "Without an entity, set hub_wide and nothing else.") { Field = "entity" }
            : request.Entity is not null && (request.HubWide is not null || !any) ? new Refusal(ProblemTypes.InvalidField, "For an entity, set burst, day, epoch or renewal.") { Field = "hub_wide" }
            : Reasons.Check(request.Reason);
    }

    private static string Limits(SetBudgetRequest request) => string.Join(", ", new (string Name, long? Value)[]
    {
        ("burst", request.Burst), ("day", request.Day), ("epoch", request.Epoch), ("renewal", request.Renewal), ("hub-wide", request.HubWide),
    }.Where(static limit => limit.Value is not null).Select(static limit => $"{limit.Name} {limit.Value}"));
}
