using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>The throw-away exchange of a fake hub: a root, a server certificate for loopback, a signing key. All of it lives in memory and dies with the hub.</summary>
internal sealed class FakeAuthority : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;

    public FakeAuthority(string exchange, TimeProvider time, string serverName = "localhost")
    {
        _time = time;
        CertificateRequest request = new($"CN={exchange} root", _rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddYears(10));
        Server = CreateServer(serverName);
    }

    public ECDsa SigningKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public X509Certificate2 Root { get; }

    public X509Certificate2 Server { get; }

    /// <summary>Certifies a member's TLS key, for clients only.</summary>
    public string Certify(string name, byte[] tlsKey, TimeSpan validity)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(tlsKey, out _);
        CertificateRequest request = Request($"CN={name}", key, "1.3.6.1.5.5.7.3.2");
        using X509Certificate2 certificate = Issue(request, validity);
        return certificate.ExportCertificatePem();
    }

    public SignedBytes Sign(byte[] payload) => new(Base64Url.EncodeToString(payload), Base64Url.EncodeToString(DetachedSignature.Sign(SigningKey, payload)));

    public void Dispose()
    {
        Root.Dispose();
        Server.Dispose();
        _rootKey.Dispose();
        SigningKey.Dispose();
    }

    private X509Certificate2 CreateServer(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request($"CN={name}", key, "1.3.6.1.5.5.7.3.1");
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = Issue(request, TimeSpan.FromDays(365));
        using X509Certificate2 whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private static CertificateRequest Request(string subject, ECDsa key, string usage)
    {
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], true));
        return request;
    }

    private X509Certificate2 Issue(CertificateRequest request, TimeSpan validity) =>
        request.Create(Root, _time.GetUtcNow().AddHours(-1), _time.GetUtcNow() + validity, RandomNumberGenerator.GetBytes(16));
}
