using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>Grants an entity units beside its budget until a date: a sale's surge, or the screening of a whole customer base. The hub-wide budget still holds.</summary>
internal static class GrantBudget
{
    private const long MaxSeconds = 366 * 86_400L;

    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<GrantBudgetRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.GrantBudgetRequest, options.Limits.OperatorBytes);
        long until = 0;
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (!body.TryGet(out GrantBudgetRequest? request, out Refusal? refusal) || (refusal = Check(request, now, out until)) is not null)
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        Outcome<BudgetsResponse> outcome = await store.WriteAsync<BudgetsResponse>((connection, transaction) =>
        {
            Outcome<BudgetTarget> found = BudgetTarget.Find(connection, transaction, request.List, request.Kind, request.Entity);
            if (!found.TryGet(out BudgetTarget? target, out Refusal? missing))
            {
                return missing;
            }
            BudgetSql.Grant(connection, transaction, target.Top!, target.List, target.Kind, request.Units, until, request.Reason, caller.Name, now);
            AuditLog.Append(connection, transaction, caller, "budget grant", target.Name, $"{request.Units} units until {DateTimeOffset.FromUnixTimeSeconds(until):u}: {request.Reason}", time.GetUtcNow());
            return target.Describe(new BudgetStates(connection, transaction, options.Policy, now));
        }, context.RequestAborted);
        return outcome.Match(static budgets => TypedResults.Json(budgets, MembersJson.Default.BudgetsResponse, statusCode: StatusCodes.Status201Created));
    }

    private static Refusal? Check(GrantBudgetRequest request, long now, out long until)
    {
        bool known = Moment.TryParse(request.Until, now, out until);
        return request.Units is < 1 or > BudgetRules.KeyMargin ? new Refusal(ProblemTypes.InvalidField, $"1 to {BudgetRules.KeyMargin:N0} units.") { Field = "units" }
            : !known || until <= now || until > now + MaxSeconds ? new Refusal(ProblemTypes.InvalidField, $"From now to a year ahead: {Moment.Forms}") { Field = "until" }
            : Reasons.Check(request.Reason);
    }
}
