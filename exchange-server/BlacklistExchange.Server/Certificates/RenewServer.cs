using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Certificates;

/// <summary>
/// Issues another server certificate, for a new key, and shows it on this node; the others take it up within seconds. The key is durable in the key folder, which nodes share, before
/// the store names the certificate. The key before it stays: nodes show it until they have followed, and a store that is brought back may still name it.
/// </summary>
internal static class RenewServer
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, Store store, HubOptions options, TimeProvider time, ExchangeAuthority authority, ServerIdentity identity, KeyFolder keys, FollowCertificates follow)
    {
        Outcome<RenewServerRequest> body = await RequestBody.ReadAsync(context, CertificatesJson.Default.RenewServerRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out RenewServerRequest? request, out Refusal? refusal) || (refusal = CertificateRules.CheckDays(request.Days)) is not null)
        {
            return refusal;
        }
        if (!CertificateRules.Names(identity.Certificate, request.Names).TryGet(out IReadOnlyList<string>? names, out refusal))
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        using ECDsa key = EcdsaKeys.Create();
        using X509Certificate2 certificate = authority.IssueServer(key.ExportSubjectPublicKeyInfo(), options.Exchange, names, TimeSpan.FromDays(request.Days ?? options.Policy.ServerCertificateDays));
        EcdsaKeys.Seal(keys, KeyNames.OfServer(certificate), key);
        await store.WriteAsync((connection, transaction) =>
        {
            ExchangeCertificateSql.Insert(connection, transaction, ExchangeCertificateSql.Server, certificate.RawData, time.GetUtcNow().ToUnixTimeSeconds());
            AuditLog.Append(connection, transaction, caller, "certificate renew-server", "certificate/server", $"ends {certificate.NotAfter.ToUniversalTime():u}", time.GetUtcNow());
            return true;
        }, context.RequestAborted);
        follow.RunOnce();
        return TypedResults.Json(ShowCertificates.OfServer(certificate, time), CertificatesJson.Default.CertificateResponse, statusCode: StatusCodes.Status201Created);
    }
}
