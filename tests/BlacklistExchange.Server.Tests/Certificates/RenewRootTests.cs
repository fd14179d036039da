using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Certificates;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Server.Tests.Certificates;

public sealed class RenewRootTests
{
    [Fact]
    public async Task Lets_old_and_new_clients_talk_to_an_old_and_a_renewed_server()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        using X509Certificate2 oldRoot = X509CertificateLoader.LoadCertificate(hub.Root.RawData);
        EnrolledMember before = await hub.EnrolAsync("before");
        hub.Time.Advance(TimeSpan.FromDays(1));

        CertificateResponse made = await RenewAsync(hub);

        using X509Certificate2 newRoot = X509CertificateLoader.LoadCertificate(hub.Root.RawData);
        Assert.Equal(made.NotAfter, new DateTimeOffset(newRoot.NotAfter.ToUniversalTime()).ToUnixTimeSeconds());
        Assert.InRange(newRoot.NotAfter - oldRoot.NotAfter, TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        Assert.Equal((oldRoot.Subject, oldRoot.NotBefore, KeyId(oldRoot)), (newRoot.Subject, newRoot.NotBefore, KeyId(newRoot)));
        Assert.True(ServerIdentity.IsSameAuthority(oldRoot, newRoot));
        Assert.NotEqual(oldRoot.SerialNumber, newRoot.SerialNumber);
        await TalksAsync(hub, before, oldRoot, newRoot);
        hub.Time.Advance(-TimeSpan.FromDays(1));
        await RenewServerTests.RenewAsync(hub);
        await TalksAsync(hub, before, oldRoot, newRoot);
        await TalksAsync(hub, await hub.EnrolAsync("after"), oldRoot, newRoot);
        Assert.Equal(newRoot.ExportCertificatePem() + "\n", await hub.Client(null, HubPort.Public).GetStringAsync(new Uri(Routes.Root, UriKind.Relative)));
        await hub.RestartAsync();
        Assert.Equal(newRoot.Thumbprint, hub.Root.Thumbprint);
    }

    [Fact]
    public async Task Refuses_a_root_that_would_end_no_later_and_one_without_a_reason()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        hub.Time.Advance(TimeSpan.FromDays(1));
        await RenewAsync(hub);
        hub.Time.Advance(-TimeSpan.FromHours(1));
        Assert.Contains("no earlier", (await Assert.ThrowsAsync<OperatorRefusedException>(() => RenewAsync(hub))).Problem.Detail, StringComparison.Ordinal);
        Assert.Equal("reason", (await Assert.ThrowsAsync<OperatorRefusedException>(() => RenewAsync(hub, " "))).Problem.Field);
    }

    /// <summary>Who can write the database still cannot make the hub trust an authority.</summary>
    [Fact]
    public async Task Refuses_a_root_over_another_key_that_somebody_put_into_the_store()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(hub.Root.RawData);
        using ECDsa foreign = EcdsaKeys.Create();
        using X509Certificate2 planted = ExchangeAuthority.CreateRoot("test-exchange", foreign, TimeProvider.System);
        await RenewServerTests.PutAsync(hub, ExchangeCertificateSql.Root, planted.RawData);
        hub.Service<FollowCertificates>().RunOnce();
        Assert.Contains(hub.Log.Lines, static line => line.StartsWith("1212 certificate-not-taken-up", StringComparison.Ordinal));
        Assert.Equal(root.Thumbprint, hub.Root.Thumbprint);
        await hub.RestartAsync();
        Assert.Equal(root.Thumbprint, hub.Root.Thumbprint);
    }

    private static async Task TalksAsync(HubFixture hub, EnrolledMember member, params X509Certificate2[] roots)
    {
        foreach (X509Certificate2 root in roots)
        {
            using HttpClient http = Handshakes.Client(hub, member.Certificate, root, static () => { });
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Routes.Lists)).StatusCode);
        }
    }

    private static string? KeyId(X509Certificate2 certificate) => certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifier;

    private static Task<CertificateResponse> RenewAsync(HubFixture hub, string reason = "it nears its end") => hub.Operator.PostAsync(
        "certificates/root", new RenewRootRequest(reason), CertificatesJson.Default.RenewRootRequest, CertificatesJson.Default.CertificateResponse, CancellationToken.None);
}
