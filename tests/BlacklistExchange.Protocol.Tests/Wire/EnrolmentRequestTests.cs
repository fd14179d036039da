using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Tests.Wire;

public sealed class EnrolmentRequestTests : IDisposable
{
    private readonly ECDsa _tls = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _tls.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public void Returns_name_and_both_keys()
    {
        Assert.True(EnrolmentRequest.TryParse("# sent by mail\n" + EnrolmentRequest.Create("jd", _tls, _signing), out EnrolmentRequest? request, out string? reason), reason);
        Assert.Equal("jd", request!.Name);
        Assert.Equal(_tls.ExportSubjectPublicKeyInfo(), request.TlsKey);
        Assert.Equal(_signing.ExportSubjectPublicKeyInfo(), request.SigningKey);
    }

    [Fact]
    public void Refuses_requests_in_the_wrong_order()
    {
        string[] parts = Parts(EnrolmentRequest.Create("jd", _tls, _signing));
        Refused(parts[1] + "\n" + parts[0], "belong together");
    }

    [Fact]
    public void Refuses_a_pair_of_two_members()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] ours = Parts(EnrolmentRequest.Create("jd", _tls, _signing));
        string[] theirs = Parts(EnrolmentRequest.Create("jd", other, _signing));
        Refused(ours[0] + "\n" + theirs[1], "belong together");
        Refused(ours[0] + "\n" + Parts(EnrolmentRequest.Create("taobao", _tls, _signing))[1], "same name");
    }

    [Theory]
    [InlineData("", "0 certificate requests")]
    [InlineData("nothing of the kind", "0 certificate requests")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "malformed")]
    public void Refuses_a_file_that_is_none(string text, string says) => Refused(text, says);

    [Fact]
    public void Refuses_one_request_or_three()
    {
        string whole = EnrolmentRequest.Create("jd", _tls, _signing);
        Refused(Parts(whole)[0], "1 certificate requests");
        Refused(whole + Parts(whole)[0], "3 certificate requests");
    }

    [Fact]
    public void Refuses_the_same_key_twice()
    {
        Assert.ThrowsAny<ArgumentException>(() => EnrolmentRequest.Create("jd", _tls, _tls));
        string tls = Request("jd", null, _tls);
        Refused(tls + "\n" + Request("jd", Fingerprint(_tls), _tls), "another key");
    }

    [Theory]
    [InlineData("1.3.132.0.10")]
    [InlineData("1.3.132.0.34")]
    public void Refuses_another_curve(string oid)
    {
        using ECDsa other = ECDsa.Create(ECCurve.CreateFromValue(oid));
        Assert.ThrowsAny<ArgumentException>(() => EnrolmentRequest.Create("jd", _tls, other));
        Refused(Request("jd", null, _tls) + "\n" + Request("jd", Fingerprint(_tls), other), "P-256");
    }

    [Fact]
    public void Refuses_a_key_that_is_not_elliptic()
    {
        using RSA rsa = RSA.Create(2048);
        string pem = new CertificateRequest("CN=jd", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
        Refused(Parts(EnrolmentRequest.Create("jd", _tls, _signing))[0] + "\n" + pem, "P-256");
    }

    [Theory]
    [InlineData("J")]
    [InlineData("京东")]
    public void Refuses_a_name_that_is_none(string name)
    {
        Assert.ThrowsAny<ArgumentException>(() => EnrolmentRequest.Create(name, _tls, _signing));
        Refused(Request(name, null, _tls) + "\n" + Request(name, Fingerprint(_tls), _signing), "name of 2 to 32");
    }

    [Fact]
    public void Carries_the_digest_of_an_emergency_code_and_never_the_code()
    {
        string code = EmergencyCode.Create();
        string text = EnrolmentRequest.Create("jd", _tls, _signing, code);
        Assert.True(EnrolmentRequest.TryParse(text, out EnrolmentRequest? request, out string? reason), reason);
        Assert.Equal(EmergencyCode.Digest("jd", code), request!.EmergencyDigest);
        Assert.True(EnrolmentRequest.TryParse(EnrolmentRequest.Create("jd", _tls, _signing), out EnrolmentRequest? without, out _));
        Assert.Null(without!.EmergencyDigest);
        Assert.Throws<ArgumentException>(() => EnrolmentRequest.Create("jd", _tls, _signing, "0000-0000"));
    }

    [Fact]
    public void Refuses_a_flipped_bit_in_every_byte()
    {
        string[] parts = Parts(EnrolmentRequest.Create("jd", _tls, _signing));
        byte[] der = CertificateRequest.LoadSigningRequestPem(parts[1], HashAlgorithmName.SHA256).CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(_signing));
        Assert.True(EnrolmentRequest.TryParse(parts[0] + "\n" + Pem(der), out _, out _));
        for (int at = 0; at < der.Length; at++)
        {
            der[at] ^= (byte)(1 << (at % 8));
            Assert.False(EnrolmentRequest.TryParse(parts[0] + "\n" + Pem(der), out _, out string? reason));
            Assert.NotNull(reason);
            der[at] ^= (byte)(1 << (at % 8));
        }
    }

    private static void Refused(string text, string says)
    {
        Assert.False(EnrolmentRequest.TryParse(text, out EnrolmentRequest? request, out string? reason));
        Assert.Null(request);
        Assert.Contains(says, reason, StringComparison.Ordinal);
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE REQUEST", der);

    private static string Fingerprint(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static string[] Parts(string text) => [.. text.Split("-----END CERTIFICATE REQUEST-----").SkipLast(1).Select(static part => part.Trim() + "\n-----END CERTIFICATE REQUEST-----")];

    private static string Request(string name, string? binding, ECDsa key)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(name);
        if (binding is not null)
        {
            subject.Add("2.5.4.5", binding);
        }
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }
}
