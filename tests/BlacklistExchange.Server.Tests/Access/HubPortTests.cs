using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Tests.Access;

public sealed class HubPortTests : IAsyncLifetime
{
    private HubFixture _hub = null!;

    public async Task InitializeAsync() => _hub = await HubFixture.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Answers_each_route_on_its_own_port_only()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        HttpClient open = _hub.Client(null, HubPort.Public);
        HttpClient operators = _hub.OperatorHttp();
        string[] publicRoutes = ["/livez", "/readyz", "/root.pem"];
        string[] operatorRoutes = ["/v1/operator/clock", "/v1/operator/clock/accept", "/metrics"];
        foreach (string route in publicRoutes)
        {
            Assert.Equal(HttpStatusCode.OK, (await open.GetAsync(route)).StatusCode);
            await (await alpha.Http.GetAsync(route)).ProblemAsync("unknown-route");
            await (await operators.GetAsync(route)).ProblemAsync("unknown-route");
        }
        foreach (string route in operatorRoutes)
        {
            await (await open.GetAsync(route)).ProblemAsync("unknown-route");
            await (await alpha.Http.GetAsync(route)).ProblemAsync("unknown-route");
            await (await alpha.Http.PostAsync(route, Answers.Json("{}"))).ProblemAsync("unknown-route");
        }
        Assert.Equal(HttpStatusCode.OK, (await operators.GetAsync("/v1/operator/clock")).StatusCode);
        await (await operators.GetAsync("/v1/operator/clock/accept")).ProblemAsync("method-not-allowed");
    }

    [Fact]
    public async Task Refuses_a_member_on_the_operator_port_and_an_operator_on_the_member_port()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        await (await _hub.Client(alpha.Certificate, HubPort.Operator).GetAsync("/v1/operator/clock")).ProblemAsync("unknown-certificate");
        using X509Certificate2 caller = X509Certificate2.CreateFromPemFile(
            Path.Combine(_hub.Folder.At("operator"), "operator.pem"), Path.Combine(_hub.Folder.At("operator"), "operator.key"));
        await (await _hub.Client(caller).GetAsync("/v1/lists")).ProblemAsync("unknown-certificate");
    }

    [Fact]
    public async Task Refuses_tls_1_2_and_http_1_on_the_member_port()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        await Assert.ThrowsAsync<HttpRequestException>(() => alpha.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/nowhere") { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact }));
        using SocketsHttpHandler old = new()
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12,
                CertificateChainPolicy = _hub.Trust(),
                ClientCertificateContext = SslStreamCertificateContext.Create(alpha.Certificate, null, offline: true),
            },
        };
        using HttpClient client = new(old) { BaseAddress = _hub.Host.Address(HubPort.Member), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/nowhere"));
    }

    [Fact]
    public async Task Limits_the_connections_of_one_certificate()
    {
        await using HubFixture small = await HubFixture.StartAsync(static options => options.Limits.ConnectionsPerCertificate = 2);
        EnrolledMember alpha = await small.EnrolAsync("alpha");
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
        await (await small.Client(alpha.Certificate).GetAsync("/nowhere")).ProblemAsync("unknown-route");
        await (await small.Client(alpha.Certificate).GetAsync("/nowhere")).ProblemAsync("too-many-requests");
    }

    [Fact]
    public async Task Limits_the_requests_of_one_member_and_not_of_another()
    {
        await using HubFixture slow = await HubFixture.StartAsync(static options => (options.Limits.RequestBurst, options.Limits.RequestsPerSecond) = (3, 1));
        EnrolledMember alpha = await slow.EnrolAsync("alpha");
        EnrolledMember beta = await slow.EnrolAsync("beta");
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => alpha.Http.GetAsync("/nowhere")));
        HttpResponseMessage refused = answers.First(static answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter);
        await refused.ProblemAsync("too-many-requests");
        await (await beta.Http.GetAsync("/nowhere")).ProblemAsync("unknown-route");
    }

    [Fact]
    public async Task Says_whether_it_is_ready_and_why_not()
    {
        HttpClient open = _hub.Client(null, HubPort.Public);
        Assert.Equal("ready\n", await open.GetStringAsync("/readyz"));
        Assert.Contains("BEGIN CERTIFICATE", await open.GetStringAsync("/root.pem"), StringComparison.Ordinal);
        _hub.Store.Dispose();
        HttpResponseMessage answer = await open.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("store", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_503_while_the_store_is_away()
    {
        EnrolledMember alpha = await _hub.EnrolAsync("alpha");
        _hub.Store.Dispose();
        await (await alpha.Http.GetAsync("/nowhere")).ProblemAsync("store-unavailable");
    }
}
