using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Certificates;

/// <summary>
/// The root certificate anew over the same key, with a later end. What chained to the old one chains to the new one and the other way round; members and operators get it with the
/// certificate that follows. For a root key that has leaked this is no remedy.
/// </summary>
internal static class RenewRoot
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time, ExchangeAuthority authority, FollowCertificates follow)
    {
        Outcome<RenewRootRequest> body = await RequestBody.ReadAsync(context, CertificatesJson.Default.RenewRootRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out RenewRootRequest? request, out Refusal? refusal) || (refusal = CertificateReasons.Check(request.Reason)) is not null)
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        using X509Certificate2 root = authority.RenewRoot();
        if (root.NotAfter <= authority.Root.NotAfter)
        {
            return new Refusal(ProblemTypes.Conflict, $"The present root ends {authority.Root.NotAfter.ToUniversalTime():yyyy-MM-dd} already, which is no earlier than a new one would.");
        }
        await store.WriteAsync((connection, transaction) =>
        {
            ExchangeCertificateSql.Insert(connection, transaction, ExchangeCertificateSql.Root, root.RawData, time.GetUtcNow().ToUnixTimeSeconds());
            AuditLog.Append(connection, transaction, caller, "certificate renew-root", "certificate/root", request.Reason, time.GetUtcNow());
            return true;
        }, context.RequestAborted);
        follow.RunOnce();
        return TypedResults.Json(ShowCertificates.OfRoot(root, time), CertificatesJson.Default.CertificateResponse, statusCode: StatusCodes.Status201Created);
    }
}
