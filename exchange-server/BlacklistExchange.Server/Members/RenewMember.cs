using System.Data.Common;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// Issues another certificate to a member. The old key goes on until its certificate ends, so that a fleet can change over; <c>revoke_old</c> ends it at once. An emergency code in the request follows the one before. Another
/// signing key is taken only when the operator says so.
/// </summary>
internal static class RenewMember
{
    public static async Task<IResult> HandleAsync(string member, HttpContext context, Store store, HubOptions options, TimeProvider time, Enrolment enrolment, HubUrl hubUrl)
    {
        Outcome<RenewMemberRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.RenewMemberRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out RenewMemberRequest? request, out Refusal? refusal) || (refusal = Enrolment.CheckDays(request.Days)) is not null)
        {
            return refusal;
        }
        if (!Enrolment.Read(request.Request).TryGet(out EnrolmentRequest? keys, out refusal))
        {
            return refusal;
        }
        if (keys.Name != member)
        {
            return new Refusal(ProblemTypes.InvalidEnrolmentRequest, $"The request is made for '{keys.Name}', not for '{member}'.") { Field = "request" };
        }
        Operator caller = context.GetOperator();
        MemberSql.Row? row = await store.ReadAsync((connection, transaction) => MemberSql.Find(connection, transaction, member), context.RequestAborted);
        if (row is null)
        {
            return ChangeMember.Unknown(member);
        }
        IssuedCertificate issued = enrolment.Issue(keys, row.Entity, request.Days);
        Outcome<EnrolledResponse> outcome = await store.WriteAsync<EnrolledResponse>((connection, transaction) =>
        {
            if (Renew(connection, transaction, member, keys, issued, request, time.GetUtcNow().ToUnixTimeSeconds()) is { } refused)
            {
                return refused;
            }
            AuditLog.Append(connection, transaction, caller, "member renew", $"member/{member}", request.RevokeOld ? "old keys revoked" : null, time.GetUtcNow());
            return new EnrolledResponse(enrolment.Bundle(row, issued, hubUrl.Value), [.. BudgetSizes.Of(connection, transaction, row.Entity, options.Policy)]);
        }, context.RequestAborted);
        return outcome.Match(static renewed => TypedResults.Json(renewed, MembersJson.Default.EnrolledResponse, statusCode: StatusCodes.Status201Created));
    }

    private static Refusal? Renew(
        DbConnection connection, DbTransaction transaction, string member, EnrolmentRequest keys, IssuedCertificate issued, RenewMemberRequest request, long now)
    {
        MemberSql.Row row = MemberSql.Find(connection, transaction, member)!;
        if (row.Status == "revoked")
        {
            return new Refusal(ProblemTypes.Conflict, "The member is revoked; that is final. Enrol it under another name.") { Field = "member" };
        }
        if (MemberSql.OwnerOf(connection, transaction, issued.Spki) is { } owner && owner != member)
        {
            return new Refusal(ProblemTypes.AlreadyExists, $"This TLS key belongs to member '{owner}'.") { Field = "request" };
        }
        if (MemberSql.Certificates(connection, transaction, member).Any(line => line.Status == "revoked" && line.Spki == Convert.ToHexStringLower(issued.Spki)))
        {
            return new Refusal(ProblemTypes.Conflict, "This TLS key is revoked; the member makes a new one: bex profile renew") { Field = "request" };
        }
        if (!row.SigningKey.AsSpan().SequenceEqual(keys.SigningKey))
        {
            if (!request.ReplaceSigningKey)
            {
                return new Refusal(ProblemTypes.Conflict, "The request brings another signing key than the member has. Ask the member, then use --replace-signing-key.") { Field = "request" };
            }
            MemberSql.SetSigningKey(connection, transaction, member, keys.SigningKey);
        }
        MemberSql.PutCertificate(connection, transaction, member, issued, now);
        EmergencySql.Put(connection, transaction, member, keys.EmergencyDigest, now);
        if (request.RevokeOld)
        {
            MemberSql.RevokeCertificates(connection, transaction, member, except: issued.Spki);
        }
        return null;
    }
}
