using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Certificates;

/// <summary>The certificates of the root, of the server as this node shows it, and of operators.</summary>
internal static class ShowCertificates
{
    public static Task<IResult> HandleAsync(Store store, ServerIdentity identity, TimeProvider time, CancellationToken cancellationToken) =>
        AnswerAsync([OfRoot(identity.Root, time), OfServer(identity.Certificate, time)], static row => row.Status == "active", store, time, cancellationToken);

    /// <summary>Operators' alone, revoked ones too.</summary>
    public static Task<IResult> OfOperatorsAsync(Store store, TimeProvider time, CancellationToken cancellationToken) => AnswerAsync([], static _ => true, store, time, cancellationToken);

    internal static CertificateResponse OfRoot(X509Certificate2 root, TimeProvider time) => Of("root", "root", root, time);

    internal static CertificateResponse OfServer(X509Certificate2 server, TimeProvider time) => Of("server", "server", server, time) with { Names = CertificateRules.NamesOf(server) };

    internal static IReadOnlyList<CertificateResponse> OfOperators(DbConnection connection, DbTransaction transaction, Func<OperatorSql.Row, bool> which, TimeProvider time) =>
        [.. OperatorSql.All(connection, transaction).Where(which).Select(row =>
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
            return Of("operator", row.Operator, certificate, time) with { Status = row.Status };
        })];

    private static async Task<IResult> AnswerAsync(
        CertificateResponse[] own, Func<OperatorSql.Row, bool> which, Store store, TimeProvider time, CancellationToken cancellationToken)
    {
        IReadOnlyList<CertificateResponse> operators = await store.ReadAsync((connection, transaction) => OfOperators(connection, transaction, which, time), cancellationToken);
        return TypedResults.Json(new CertificatesResponse([.. own, .. operators]), CertificatesJson.Default.CertificatesResponse);
    }

    private static CertificateResponse Of(string holder, string name, X509Certificate2 certificate, TimeProvider time)
    {
        DateTimeOffset end = new(certificate.NotAfter.ToUniversalTime());
        return new CertificateResponse(holder, name, certificate.Subject, Convert.ToHexStringLower(CallerGate.SpkiSha256(certificate)), end.ToUnixTimeSeconds(),
            (long)Math.Floor((end - time.GetUtcNow()).TotalDays), "active");
    }
}
