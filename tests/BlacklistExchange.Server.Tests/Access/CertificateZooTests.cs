using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.Server.Tests.Access;

public sealed class CertificateZooTests : IAsyncLifetime
{
    private static readonly string[] ClientUsage = ["1.3.6.1.5.5.7.3.2"];
    private static readonly string[] ServerUsage = ["1.3.6.1.5.5.7.3.1"];
    private HubFixture _hub = null!;

    public async Task InitializeAsync() => _hub = await HubFixture.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Returns_an_answer_to_an_enrolled_member()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        // The control for every refusal below: the same maker, nothing wrong, only not enrolled.
        using X509Certificate2 stranger = FromRoot(ClientUsage);
        await (await _hub.Client(stranger).GetAsync("/nowhere")).ProblemAsync("unknown-certificate");
    }

    [Fact]
    public Task Refuses_no_certificate() => RefusesAsync(null);

    [Fact]
    public async Task Refuses_a_self_signed_certificate()
    {
        using ECDsa key = EcdsaKeys.Create();
        using X509Certificate2 certificate = Request(key, ClientUsage, authority: false).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        await RefusesAsync(certificate);
    }

    [Fact]
    public async Task Refuses_another_root_of_the_same_name()
    {
        using ECDsa rootKey = EcdsaKeys.Create();
        using X509Certificate2 root = ExchangeAuthority.CreateRoot("test-exchange", rootKey, TimeProvider.System);
        Assert.Equal(_hub.Root.Subject, root.Subject);
        using ECDsa key = EcdsaKeys.Create();
        using X509Certificate2 certificate = Sign(Request(key, ClientUsage, authority: false), root, rootKey, key, Now.AddDays(1));
        await RefusesAsync(certificate);
    }

    [Fact]
    public async Task Refuses_no_extended_key_usage()
    {
        using X509Certificate2 certificate = FromRoot([]);
        await RefusesAsync(certificate);
    }

    [Fact]
    public async Task Refuses_a_server_certificate()
    {
        using X509Certificate2 certificate = FromRoot(ServerUsage);
        await RefusesAsync(certificate);
    }

    [Fact]
    public async Task Refuses_a_leaf_that_is_an_authority()
    {
        using X509Certificate2 certificate = FromRoot(ClientUsage, authority: true);
        await RefusesAsync(certificate);
    }

    [Fact]
    public async Task Refuses_an_expired_certificate()
    {
        using X509Certificate2 certificate = FromRoot(ClientUsage, end: Now.AddHours(-1));
        await RefusesAsync(certificate);
    }

    [Fact]
    public async Task Refuses_a_certificate_that_expired_while_its_connection_lived()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        _hub.Time.Advance(TimeSpan.FromDays(31));
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("certificate-expired");
    }

    [Fact]
    public async Task Refuses_a_certificate_revoked_on_a_live_connection()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        await ExecuteAsync("UPDATE member_certificate SET status = 'revoked' WHERE member = 'alpha'");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("certificate-revoked");
    }

    [Theory]
    [InlineData("suspended", "member-suspended")]
    [InlineData("revoked", "member-revoked")]
    public async Task Refuses_a_member_whose_status_changed(string status, string problem)
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        EnrolledMember beta = await _hub.EnrolAsync("beta");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        await ExecuteAsync($"UPDATE member SET status = '{status}' WHERE slug = 'alpha'");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync(problem);
        await (await beta.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        await ExecuteAsync("UPDATE member SET status = 'active' WHERE slug = 'alpha'");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
    }

    [Fact]
    public async Task Ends_idle_connections_of_a_revoked_member()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        await ExecuteAsync("UPDATE member SET status = 'revoked' WHERE slug = 'alpha'");
        await Answers.EventuallyAsync(() => _hub.Log.Lines.Any(static line => line.StartsWith("1200 ", StringComparison.Ordinal)), "the connection's end");
    }

    [Fact]
    public async Task Ignores_certificates_and_addresses_in_headers()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        using X509Certificate2 stranger = FromRoot(ClientUsage);
        using HttpRequestMessage request = new(HttpMethod.Get, "/nowhere") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        string forwarded = Convert.ToBase64String(alpha.Certificate.RawData);
        foreach (string header in (string[])["X-ARR-ClientCert", "X-Client-Cert", "X-SSL-CERT", "ssl-client-cert", "X-Forwarded-Client-Cert", "Client-Cert"])
        {
            request.Headers.Add(header, forwarded);
        }
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Certificate", forwarded);
        await (await _hub.Client(stranger).SendAsync(request)).ProblemAsync("unknown-certificate");
    }

    [Fact]
    public async Task Calls_no_address_that_a_certificate_names()
    {
        using TcpListener issuer = new(IPAddress.Loopback, 0);
        issuer.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)issuer.LocalEndpoint).Port}/ca.crt";
        using ECDsa otherKey = EcdsaKeys.Create();
        using X509Certificate2 other = ExchangeAuthority.CreateRoot("elsewhere", otherKey, TimeProvider.System);
        using ECDsa key = EcdsaKeys.Create();
        CertificateRequest request = Request(key, ClientUsage, authority: false);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([url], [url]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([url]));
        using X509Certificate2 fromElsewhere = Sign(request, other, otherKey, key, Now.AddDays(1));
        await RefusesAsync(fromElsewhere);
        using ECDsa rootKey = EcdsaKeys.Open(_hub.Service<KeyFolder>(), KeyNames.Root);
        using X509Certificate2 fromRoot = Sign(request, _hub.Root, rootKey, key, Now.AddDays(1));
        await (await _hub.Client(fromRoot).GetAsync("/nowhere")).ProblemAsync("unknown-certificate");
        Assert.False(issuer.Pending());
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task RefusesAsync(X509Certificate2? certificate) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => _hub.Client(certificate).GetAsync("/nowhere"));

    private Task<int> ExecuteAsync(string sql) => _hub.Store.WriteAsync((connection, transaction) => connection.Execute(sql, transaction: transaction), CancellationToken.None);

    private X509Certificate2 FromRoot(string[] usages, bool authority = false, DateTimeOffset? end = null)
    {
        using ECDsa rootKey = EcdsaKeys.Open(_hub.Service<KeyFolder>(), KeyNames.Root);
        using ECDsa key = EcdsaKeys.Create();
        return Sign(Request(key, usages, authority), _hub.Root, rootKey, key, end ?? Now.AddDays(1));
    }

    private static CertificateRequest Request(ECDsa key, string[] usages, bool authority)
    {
        CertificateRequest request = new("CN=zoo", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        if (usages.Length > 0)
        {
            OidCollection oids = [];
            Array.ForEach(usages, usage => oids.Add(new Oid(usage)));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        }
        return request;
    }

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer, ECDsa issuerKey, ECDsa key, DateTimeOffset end)
    {
        using X509Certificate2 bare = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), Now.AddMinutes(-4).AddHours(end < Now ? -2 : 0), end, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }
}
