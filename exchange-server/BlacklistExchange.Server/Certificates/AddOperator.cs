using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Certificates;

/// <summary>Lets another person run the exchange: a certificate for a key that this person holds.</summary>
internal static class AddOperator
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time, ExchangeAuthority authority)
    {
        Outcome<AddOperatorRequest> body = await RequestBody.ReadAsync(context, CertificatesJson.Default.AddOperatorRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out AddOperatorRequest? request, out Refusal? refusal) || (refusal = CertificateRules.CheckDays(request.Days)) is not null)
        {
            return refusal;
        }
        if (!Slug.IsValid(request.Name))
        {
            return new Refusal(ProblemTypes.InvalidField, "2 to 32 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit.") { Field = "name" };
        }
        if (!CertificateRules.KeyOf(request.Request).TryGet(out byte[]? key, out refusal))
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        using X509Certificate2 certificate = Issue(authority, key, request.Name, options.Exchange, request.Days);
        Outcome<OperatorResponse> outcome = await store.WriteAsync<OperatorResponse>((connection, transaction) =>
        {
            if (IsActive(connection, transaction, request.Name))
            {
                return new Refusal(ProblemTypes.AlreadyExists, $"There is an operator '{request.Name}'. For a new certificate: bex-hub operator renew {request.Name}") { Field = "name" };
            }
            if (Insert(connection, transaction, request.Name, certificate, time) is { } refused)
            {
                return refused;
            }
            AuditLog.Append(connection, transaction, caller, "operator add", $"operator/{request.Name}", reason: null, time.GetUtcNow());
            return Response(request.Name, certificate, authority);
        }, context.RequestAborted);
        return outcome.Match(static added => TypedResults.Json(added, CertificatesJson.Default.OperatorResponse, statusCode: StatusCodes.Status201Created));
    }

    internal static X509Certificate2 Issue(ExchangeAuthority authority, byte[] key, string name, string exchange, int? days) =>
        authority.IssueClient(key, name, exchange, TimeSpan.FromDays(days ?? CertificateRules.MaxDays));

    internal static bool IsActive(DbConnection connection, DbTransaction transaction, string name) =>
        OperatorSql.All(connection, transaction).Any(row => row.Operator == name && row.Status == "active");

    internal static Refusal? Insert(DbConnection connection, DbTransaction transaction, string name, X509Certificate2 certificate, TimeProvider time)
    {
        byte[] spki = CallerGate.SpkiSha256(certificate);
        if (OperatorSql.IsKnown(connection, transaction, spki))
        {
            return new Refusal(ProblemTypes.AlreadyExists, "This key is or was an operator's or a member's; make a new one.") { Field = "request" };
        }
        CallerSql.InsertOperator(connection, transaction, spki, name, certificate.RawData, EndOf(certificate), time.GetUtcNow().ToUnixTimeSeconds());
        return null;
    }

    internal static OperatorResponse Response(string name, X509Certificate2 certificate, ExchangeAuthority authority) =>
        new(name, certificate.ExportCertificatePem() + "\n", authority.Root.ExportCertificatePem() + "\n", EndOf(certificate));

    private static long EndOf(X509Certificate2 certificate) => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds();
}
