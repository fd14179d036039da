using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// The exchange's own certificate authority: one P-256 root that signs leaves and nothing else. The root key is opened for each issue and let go; it is
/// trusted by this exchange's members and by nobody else.
/// </summary>
/// <param name="present">The root certificate as it is now: it is renewed over the same key.</param>
/// <param name="keys">Where the root key lies sealed.</param>
/// <param name="time">The hub's time.</param>
internal sealed class ExchangeAuthority(Func<X509Certificate2> present, KeyFolder keys, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int RootYears = 10;
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    public X509Certificate2 Root => present();

    /// <summary>Makes a root certificate for a fresh key.</summary>
    public static X509Certificate2 CreateRoot(string exchange, ECDsa key, TimeProvider time)
    {
        CertificateRequest request = new(Name($"{exchange} root", exchange), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = time.GetUtcNow();
        using X509Certificate2 withKey = request.CreateSelfSigned(now - Backdate, now.AddYears(RootYears));
        return X509CertificateLoader.LoadCertificate(withKey.RawData);
    }

    /// <summary>The root anew: the same key, name, key id and beginning, a later end. What was issued under the one chains to the other.</summary>
    public X509Certificate2 RenewRoot()
    {
        X509Certificate2 root = present();
        using ECDsa key = EcdsaKeys.Open(keys, KeyNames.Root);
        CertificateRequest request = new(root.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in root.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(key), root.NotBefore, time.GetUtcNow().AddYears(RootYears), Serial());
    }

    /// <summary>A client certificate for a member or an operator. The subject names it for people; only the key counts.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    /// <param name="name">Common name.</param>
    /// <param name="organization">Organization, for a member its legal entity.</param>
    /// <param name="lifetime">Cut at the root's own end.</param>
    public X509Certificate2 IssueClient(ReadOnlySpan<byte> publicKey, string name, string organization, TimeSpan lifetime) =>
        Issue(publicKey, Name(name, organization), ClientAuthentication, null, lifetime);

    /// <summary>The server certificate for the names and addresses by which members reach the hub.</summary>
    public X509Certificate2 IssueServer(ReadOnlySpan<byte> publicKey, string exchange, IEnumerable<string> hosts, TimeSpan lifetime)
    {
        SubjectAlternativeNameBuilder names = new();
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }
        return Issue(publicKey, Name($"{exchange} hub", exchange), ServerAuthentication, names.Build(), lifetime);
    }

    private X509Certificate2 Issue(ReadOnlySpan<byte> publicKey, X500DistinguishedName subject, string usage, X509Extension? names, TimeSpan lifetime)
    {
        X509Certificate2 root = present();
        CertificateRequest request = new(subject, PublicKey.CreateFromSubjectPublicKeyInfo(publicKey, out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset end = new(root.NotAfter.ToUniversalTime());
        using ECDsa key = EcdsaKeys.Open(keys, KeyNames.Root);
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Backdate, now + lifetime < end ? now + lifetime : end, Serial());
    }

    private static X500DistinguishedName Name(string commonName, string organization)
    {
        X500DistinguishedNameBuilder name = new();
        name.AddOrganizationName(organization);
        name.AddCommonName(commonName);
        return name.Build();
    }

    private static byte[] Serial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
