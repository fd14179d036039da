using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Clock;

/// <summary>An operator takes the present wall time as right. Written down first: if the process stops in between, charging stays stopped.</summary>
internal static class AcceptClock
{
    public static async Task<IResult> HandleAsync(HttpContext context, ClockGuard clock, Store store, HubOptions options)
    {
        Outcome<AcceptClockRequest> body = await RequestBody.ReadAsync(context, ClockJson.Default.AcceptClockRequest, options.Limits.MemberBytes);
        if (!body.TryGet(out AcceptClockRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return new Refusal(ProblemTypes.InvalidField, "Say why the present time is right.") { Field = "reason" };
        }
        Operator caller = context.GetOperator();
        await store.WriteAsync((connection, transaction) =>
        {
            AuditLog.Append(connection, transaction, caller, "clock accept", "clock", request.Reason, clock.Look().Wall);
            return true;
        }, context.RequestAborted);
        clock.Settle();
        return TypedResults.Json(ShowClock.Now(clock), ClockJson.Default.ClockResponse);
    }
}
