using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Certificates;

/// <summary>Ends all of an operator's certificates, from the next request on. Somebody must be left who can run the exchange.</summary>
internal static class RevokeOperator
{
    public static async Task<IResult> HandleAsync(string name, HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<RevokeOperatorRequest> body = await RequestBody.ReadAsync(context, CertificatesJson.Default.RevokeOperatorRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out RevokeOperatorRequest? request, out Refusal? refusal) || (refusal = CertificateReasons.Check(request.Reason)) is not null)
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        Outcome<CertificatesResponse> outcome = await store.WriteAsync<CertificatesResponse>((connection, transaction) =>
        {
            if (!AddOperator.IsActive(connection, transaction, name))
            {
                return Unknown(name);
            }
            if (!OperatorSql.IsAnother(connection, transaction, name, time.GetUtcNow().ToUnixTimeSeconds()))
            {
                return new Refusal(ProblemTypes.Conflict, $"'{name}' is the last operator whose certificate is valid; nobody could run the exchange. Add another first: bex-hub operator add") { Field = "name" };
            }
            OperatorSql.Revoke(connection, transaction, name, except: []);
            AuditLog.Append(connection, transaction, caller, "operator revoke", $"operator/{name}", request.Reason, time.GetUtcNow());
            return new CertificatesResponse(ShowCertificates.OfOperators(connection, transaction, row => row.Operator == name, time));
        }, context.RequestAborted);
        return outcome.Match(static ended => TypedResults.Json(ended, CertificatesJson.Default.CertificatesResponse));
    }

    internal static Refusal Unknown(string name) => new(ProblemTypes.NotFound, $"There is no operator '{name}' with an active certificate. See: bex-hub operator list") { Field = "name" };
}
