using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BlacklistExchange.Client.Hub;

/// <summary>
/// The TLS side of a member: presents the member's certificate, and trusts a server only when its chain ends in the pinned root, its name is the one asked for
/// and its purpose is to serve. Nothing a certificate names is fetched. A member's own certificate comes from the same root and must not pass for the hub.
/// </summary>
internal static class HubTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static SslClientAuthenticationOptions Options(X509Certificate2 identity, X509Certificate2 root)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(root);
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            CertificateChainPolicy = policy,
            ClientCertificateContext = SslStreamCertificateContext.Create(identity, additionalCertificates: null, offline: true),
            RemoteCertificateValidationCallback = static (_, certificate, _, errors) => Accept(certificate, errors),
        };
    }

    /// <summary>For the hub's public port, without a certificate of one's own; without a root, by what this machine trusts.</summary>
    public static SslClientAuthenticationOptions PublicOptions(X509Certificate2? root)
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (root is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(root);
        }
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = static (_, certificate, _, errors) => Accept(certificate, errors),
        };
    }

    /// <summary>
    /// For a cache of list files: also a server that this machine trusts, since what comes is compared with a signed digest and only the names of files are at
    /// stake. It is shown the member's certificate when it asks for one.
    /// </summary>
    public static SslClientAuthenticationOptions FileHostOptions(X509Certificate2 identity, X509Certificate2 root)
    {
        SslClientAuthenticationOptions options = Options(identity, root);
        X509ChainPolicy pinned = options.CertificateChainPolicy!;
        options.CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            certificate is X509Certificate2 server && SaysServer(server) && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && (errors == SslPolicyErrors.None || IsOf(server, pinned));
        return options;
    }

    private static bool IsOf(X509Certificate2 server, X509ChainPolicy policy)
    {
        using X509Chain chain = new() { ChainPolicy = policy.Clone() };
        return chain.Build(server);
    }

    private static bool Accept(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None && certificate is X509Certificate2 server && SaysServer(server))
        {
            return true;
        }
        string why = errors switch
        {
            SslPolicyErrors.None => "its certificate is not one for a server",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows no certificate",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) => $"its certificate was issued by '{certificate?.Issuer}' and is not trusted by the pinned root of the exchange",
            _ => $"its certificate is for another name ('{certificate?.Subject}')",
        };
        throw new NotTheHubException($"What answers is not the hub: {why}. If that issuer is a proxy on your network, exempt the hub's address from interception.");
    }

    /// <summary>A leaf without the extension passes the chain policy, so it is looked for.</summary>
    private static bool SaysServer(X509Certificate2 certificate) => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .Any(static extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(static usage => usage.Value == ServerAuthentication));
}
