using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// The <c>Certificate</c> authentication scheme by its usual contract (scheme name, claims, no result without a certificate), so that the framework's own
/// package can take this file's place. The chain was settled in the handshake (<see cref="ClientCertificateRules"/>); who the key belongs to is
/// <see cref="CallerGate"/>'s question.
/// </summary>
internal sealed class CertificateHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Certificate";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        X509Certificate2? certificate = await Context.Connection.GetClientCertificateAsync(Context.RequestAborted);
        if (certificate is null)
        {
            return AuthenticateResult.NoResult();
        }
        ClaimsPrincipal principal = new(new ClaimsIdentity(Claims(certificate), Scheme.Name));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    private IEnumerable<Claim> Claims(X509Certificate2 certificate)
    {
        string issuer = ClaimsIssuer;
        yield return new Claim("issuer", certificate.Issuer, ClaimValueTypes.String, issuer);
        yield return new Claim(ClaimTypes.Thumbprint, certificate.Thumbprint, ClaimValueTypes.Base64Binary, issuer);
        if (!string.IsNullOrWhiteSpace(certificate.SubjectName.Name))
        {
            yield return new Claim(ClaimTypes.X500DistinguishedName, certificate.SubjectName.Name, ClaimValueTypes.String, issuer);
        }
        if (!string.IsNullOrWhiteSpace(certificate.SerialNumber))
        {
            yield return new Claim(ClaimTypes.SerialNumber, certificate.SerialNumber, ClaimValueTypes.String, issuer);
        }
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name)
        {
            yield return new Claim(ClaimTypes.Name, name, ClaimValueTypes.String, issuer);
        }
    }
}
