using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;
using System.Buffers.Text;

namespace BlacklistExchange.Server.Members;

/// <summary>A certificate as the table keeps it.</summary>
internal sealed record IssuedCertificate(byte[] Spki, byte[] Der, long NotAfter, string Pem);

/// <summary>From an enrolment request to a certificate and the file that a member takes home (spec/protocol.md §9).</summary>
internal sealed class Enrolment(ExchangeAuthority authority, ExchangeSigner signer, HubOptions options)
{
    internal const int MaxDays = 825;

    /// <summary>Reads the request; both keys have signed it, so the sender holds both.</summary>
    internal static Outcome<EnrolmentRequest> Read(string text) => EnrolmentRequest.TryParse(text, out EnrolmentRequest? request, out string? reason)
        ? request!
        : new Refusal(ProblemTypes.InvalidEnrolmentRequest, reason) { Field = "request" };

    internal static byte[] SpkiOf(EnrolmentRequest request) => SHA256.HashData(request.TlsKey);

    internal static Refusal? CheckDays(int? days) => days is < 1 or > MaxDays ? new Refusal(ProblemTypes.InvalidField, $"1 to {MaxDays} days.") { Field = "days" } : null;

    internal IssuedCertificate Issue(EnrolmentRequest request, string entity, int? days)
    {
        using X509Certificate2 certificate = authority.IssueClient(request.TlsKey, request.Name, entity, TimeSpan.FromDays(days ?? options.Policy.MemberCertificateDays));
        long notAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds();
        return new IssuedCertificate(SpkiOf(request), certificate.RawData, notAfter, certificate.ExportCertificatePem() + "\n");
    }

    internal MemberBundle Bundle(MemberSql.Row member, IssuedCertificate issued, string hubUrl) => new(
        options.Exchange, hubUrl, member.Slug, member.Entity, member.Role, authority.Root.ExportCertificatePem() + "\n", issued.Pem,
        Base64Url.EncodeToString(signer.PublicKey), LogKey: null, Witnesses: [], FilesUrl: options.FilesUrl?.TrimEnd('/'));
}
