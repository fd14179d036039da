using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>Suspends a member (its calls stop, its reports stand), reinstates it, or revokes it for good.</summary>
internal static class ChangeMember
{
    private const string Active = "active";
    private const string Suspended = "suspended";
    private const string Revoked = "revoked";

    public static Task<IResult> SuspendAsync(string member, HttpContext context, Store store, HubOptions options, TimeProvider time) =>
        ChangeAsync(member, "member suspend", Active, Suspended, context, store, options, time);

    public static Task<IResult> ReinstateAsync(string member, HttpContext context, Store store, HubOptions options, TimeProvider time) =>
        ChangeAsync(member, "member reinstate", Suspended, Active, context, store, options, time);

    public static async Task<IResult> RevokeAsync(string member, HttpContext context, Store store, HubOptions options, TimeProvider time, WithdrawReportsOf withdrawReportsOf)
    {
        Outcome<RevokeMemberRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.RevokeMemberRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out RevokeMemberRequest? request, out Refusal? refusal) || (refusal = Reasons.Check(request.Reason)) is not null)
        {
            return refusal;
        }
        if (request.Reports is not ("stand" or "withdraw"))
        {
            return new Refusal(ProblemTypes.InvalidField, "stand or withdraw: what becomes of the member's reports.") { Field = "reports" };
        }
        return await WriteAsync(member, "member revoke", $"reports {request.Reports}: {request.Reason}", context, store, time, (connection, transaction, row) =>
        {
            if (row.Status == Revoked)
            {
                return NotIn(row, "active or suspended");
            }
            MemberSql.SetStatus(connection, transaction, member, Revoked, request.Reports == "stand");
            MemberSql.RevokeCertificates(connection, transaction, member, except: []);
            if (request.Reports == "withdraw")
            {
                withdrawReportsOf(connection, transaction, member, time.GetUtcNow().ToUnixTimeSeconds());
            }
            return null;
        });
    }

    internal static Refusal Unknown(string member) => new(ProblemTypes.NotFound, $"There is no member '{member}'. See: bex-hub member list") { Field = "member" };

    private static async Task<IResult> ChangeAsync(string member, string verb, string from, string to, HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<ChangeMemberRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.ChangeMemberRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out ChangeMemberRequest? request, out Refusal? refusal) || (refusal = Reasons.Check(request.Reason)) is not null)
        {
            return refusal;
        }
        return await WriteAsync(member, verb, request.Reason, context, store, time, (connection, transaction, row) =>
        {
            if (row.Status != from)
            {
                return NotIn(row, from);
            }
            MemberSql.SetStatus(connection, transaction, member, to);
            return null;
        });
    }

    private static async Task<IResult> WriteAsync(
        string member, string verb, string reason, HttpContext context, Store store, TimeProvider time, Func<DbConnection, DbTransaction, MemberSql.Row, Refusal?> change)
    {
        Operator caller = context.GetOperator();
        Outcome<MemberResponse> outcome = await store.WriteAsync<MemberResponse>((connection, transaction) =>
        {
            if (MemberSql.Find(connection, transaction, member) is not { } row)
            {
                return Unknown(member);
            }
            if (change(connection, transaction, row) is { } refused)
            {
                return refused;
            }
            AuditLog.Append(connection, transaction, caller, verb, $"member/{member}", reason, time.GetUtcNow());
            return ListMembers.Describe(connection, transaction, MemberSql.Find(connection, transaction, member)!);
        }, context.RequestAborted);
        return outcome.Match(static changed => TypedResults.Json(changed, MembersJson.Default.MemberResponse));
    }

    private static Refusal NotIn(MemberSql.Row row, string needed) => new(ProblemTypes.Conflict, $"'{row.Slug}' is {row.Status}; this needs it {needed}.") { Field = "member" };
}
