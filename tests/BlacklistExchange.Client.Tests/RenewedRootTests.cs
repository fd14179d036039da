using System.Buffers.Text;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BlacklistExchange.Client.Tests.Cli;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests;

/// <summary>What a profile pins of a root is its key and its name.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RenewedRootTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _exchangeKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rootKey.Dispose();
        _exchangeKey.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Takes_a_root_that_was_renewed_over_its_key_without_being_told_to()
    {
        ExchangeProfile profile = ExchangeProfile.Create(_folder["a"], "member-a");
        using X509Certificate2 old = Root(_rootKey, "CN=root", years: 1);
        using X509Certificate2 renewed = Root(_rootKey, "CN=root", years: 11);
        profile = profile.Import(Bundle(profile.Request!, old, _rootKey));
        profile = profile.Import(Bundle(profile.CreateRenewalRequest(), renewed, _rootKey));
        using X509Certificate2 pinned = profile.ReadRoot();
        Assert.Equal(renewed.NotAfter, pinned.NotAfter);
    }

    [Fact]
    public void Refuses_a_root_over_another_key_or_under_another_name()
    {
        ExchangeProfile profile = ExchangeProfile.Create(_folder["a"], "member-a");
        using ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 old = Root(_rootKey, "CN=root", years: 1);
        using X509Certificate2 foreign = Root(otherKey, "CN=root", years: 11);
        using X509Certificate2 renamed = Root(_rootKey, "CN=another root", years: 11);
        profile = profile.Import(Bundle(profile.Request!, old, _rootKey));
        string request = profile.CreateRenewalRequest();
        Assert.Contains("pinned", Assert.Throws<ProfileException>(() => profile.Import(Bundle(request, foreign, otherKey))).Message, StringComparison.Ordinal);
        Assert.Contains("pinned", Assert.Throws<ProfileException>(() => profile.Import(Bundle(request, renamed, _rootKey))).Message, StringComparison.Ordinal);
    }

    private string Bundle(string request, X509Certificate2 root, ECDsa rootKey)
    {
        Assert.True(EnrolmentRequest.TryParse(request, out EnrolmentRequest? keys, out string? reason), reason);
        CertificateRequest leaf = new(new X500DistinguishedName("CN=member-a"), PublicKey.CreateFromSubjectPublicKeyInfo(keys!.TlsKey, out _), HashAlgorithmName.SHA256);
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using X509Certificate2 certificate = leaf.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), root.NotBefore, DateTimeOffset.UtcNow.AddDays(30), [1, 2, 3, 4]);
        return JsonSerializer.Serialize(new MemberBundle("exchange", "https://localhost:1", "member-a", "a", "member", root.ExportCertificatePem(), certificate.ExportCertificatePem(),
            Base64Url.EncodeToString(_exchangeKey.ExportSubjectPublicKeyInfo()), LogKey: null, Witnesses: [], FilesUrl: null), WireJson.Default.MemberBundle);
    }

    private static X509Certificate2 Root(ECDsa key, string name, int years)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using X509Certificate2 whole = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(years));
        return X509CertificateLoader.LoadCertificate(whole.RawData);
    }
}
