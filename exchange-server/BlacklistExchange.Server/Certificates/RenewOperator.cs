using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Certificates;

/// <summary>Issues another certificate to an operator, for another key. The old key goes on until its certificate ends; <c>revoke_old</c> ends it at once.</summary>
internal static class RenewOperator
{
    public static async Task<IResult> HandleAsync(string name, HttpContext context, Store store, HubOptions options, TimeProvider time, ExchangeAuthority authority)
    {
        Outcome<RenewOperatorRequest> body = await RequestBody.ReadAsync(context, CertificatesJson.Default.RenewOperatorRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out RenewOperatorRequest? request, out Refusal? refusal) || (refusal = CertificateRules.CheckDays(request.Days)) is not null)
        {
            return refusal;
        }
        if (!CertificateRules.KeyOf(request.Request).TryGet(out byte[]? key, out refusal))
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        using X509Certificate2 certificate = AddOperator.Issue(authority, key, name, options.Exchange, request.Days);
        Outcome<OperatorResponse> outcome = await store.WriteAsync<OperatorResponse>((connection, transaction) =>
        {
            if (!AddOperator.IsActive(connection, transaction, name))
            {
                return RevokeOperator.Unknown(name);
            }
            if (AddOperator.Insert(connection, transaction, name, certificate, time) is { } refused)
            {
                return refused;
            }
            int ended = request.RevokeOld ? OperatorSql.Revoke(connection, transaction, name, except: CallerGate.SpkiSha256(certificate)) : 0;
            AuditLog.Append(connection, transaction, caller, "operator renew", $"operator/{name}", ended > 0 ? "old keys revoked" : null, time.GetUtcNow());
            return AddOperator.Response(name, certificate, authority);
        }, context.RequestAborted);
        return outcome.Match(static renewed => TypedResults.Json(renewed, CertificatesJson.Default.OperatorResponse, statusCode: StatusCodes.Status201Created));
    }
}
