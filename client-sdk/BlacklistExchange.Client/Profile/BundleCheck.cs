using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Profile;

/// <summary>Decides whether a bundle is whole, fits a key and is trusted by its own root (spec/protocol.md §9.2). Returns the fault for people, or null.</summary>
internal static class BundleCheck
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static string? Fault(MemberBundle bundle, ECDsa tlsKey, DateTimeOffset now)
    {
        if (!Slug.IsValid(bundle.Exchange) || !Slug.IsValid(bundle.Member))
        {
            return "The bundle's exchange or member name is not a name of 2 to 32 characters a-z, 0-9 and '-'.";
        }
        if (!Uri.TryCreate(bundle.HubUrl, UriKind.Absolute, out Uri? url) || url.Scheme != Uri.UriSchemeHttps)
        {
            return $"The bundle's hub_url '{bundle.HubUrl}' is not an https address.";
        }
        if (bundle.FilesUrl is { } files && !FilesAddress.IsValid(files))
        {
            return $"The bundle's files_url '{files}' is not an https address of a host and port.";
        }
        if (!IsP256(bundle.ExchangeKey))
        {
            return "The bundle's exchange_key is not a P-256 public key in base64url.";
        }
        try
        {
            using X509Certificate2 root = X509Certificate2.CreateFromPem(bundle.RootCertificate);
            using X509Certificate2 leaf = X509Certificate2.CreateFromPem(bundle.Certificate);
            return Fault(root, leaf, tlsKey, now);
        }
        catch (CryptographicException)
        {
            return "The bundle's certificate or root_certificate is not a certificate in PEM.";
        }
    }

    /// <summary>
    /// Whether both bundles name one authority: what is pinned is the root's key and name, and its dates are not, so that a root that was renewed over its key needs no new trust.
    /// </summary>
    public static bool IsSameRoot(MemberBundle one, MemberBundle other)
    {
        try
        {
            using X509Certificate2 root = X509Certificate2.CreateFromPem(one.RootCertificate);
            using X509Certificate2 pinned = X509Certificate2.CreateFromPem(other.RootCertificate);
            return root.SubjectName.RawData.AsSpan().SequenceEqual(pinned.SubjectName.RawData)
                && root.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(pinned.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static bool IsFor(X509Certificate2 certificate, ECDsa key)
    {
        using ECDsa? certified = certificate.GetECDsaPublicKey();
        return certified is not null && certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
    }

    private static string? Fault(X509Certificate2 root, X509Certificate2 leaf, ECDsa tlsKey, DateTimeOffset now)
    {
        if (!IsFor(leaf, tlsKey))
        {
            return "The bundle's certificate is for another key than this profile's TLS key: it answers another request.";
        }
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (!chain.Build(leaf))
        {
            string faults = string.Join("; ", chain.ChainStatus.Select(static status => status.StatusInformation.Trim()));
            return $"The bundle's certificate is not trusted by the bundle's own root: {faults}";
        }
        return null;
    }

    private static bool IsP256(string text)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Base64Url.DecodeFromChars(text), out _);
            return key.KeySize == 256;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
