using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Certificates;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.Certificates;

public sealed class RenewServerTests
{
    [Fact]
    public async Task Shows_the_new_certificate_in_new_handshakes_while_an_open_connection_goes_on()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        int connections = 0;
        using HttpClient open = Handshakes.Client(hub, alpha.Certificate, hub.Root, () => connections++);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync(Routes.Lists)).StatusCode);
        using X509Certificate2 before = await Handshakes.ShownAsync(hub, alpha.Certificate, hub.Root);

        CertificateResponse made = await RenewAsync(hub, ["hub.example.test", "10.9.8.7"], days: 100);

        using X509Certificate2 after = await Handshakes.ShownAsync(hub, alpha.Certificate, hub.Root);
        Assert.Equal(made.Spki, Convert.ToHexStringLower(CallerGate.SpkiSha256(after)));
        Assert.NotEqual(made.Spki, Convert.ToHexStringLower(CallerGate.SpkiSha256(before)));
        Assert.Equal(["localhost", "hub.example.test", "127.0.0.1", "::1", "10.9.8.7"], CertificateRules.NamesOf(after));
        Assert.Equal(CertificateRules.NamesOf(after), made.Names);
        Assert.InRange(made.DaysLeft, 99, 100);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync(Routes.Lists)).StatusCode);
        Assert.Equal(1, connections);
        Assert.Equal(after.Thumbprint, hub.Service<ServerIdentity>().Certificate.Thumbprint);
        Assert.Contains(hub.Log.Lines, static line => line.StartsWith("1211 certificate-taken-up", StringComparison.Ordinal));
    }

    /// <summary>The folder's copy follows, and a start shows the same.</summary>
    [Fact]
    public async Task Shows_the_renewed_certificate_after_a_start_and_from_the_folder_alone()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        await RenewAsync(hub);
        CertificateResponse made = await RenewAsync(hub);
        using X509Certificate2 copy = X509CertificateLoader.LoadCertificateFromFile(hub.Folder.ServerCertificate);
        Assert.Equal(made.Spki, Convert.ToHexStringLower(CallerGate.SpkiSha256(copy)));
        Assert.Equal(3, Directory.GetFiles(hub.Folder.At("keys"), "server-tls*.key").Length);
        await hub.RestartAsync();
        using X509Certificate2 shown = await Handshakes.ShownAsync(hub, alpha.Certificate, hub.Root);
        Assert.Equal(copy.Thumbprint, shown.Thumbprint);
        using ServerIdentity alone = ServerIdentity.Open(hub.Folder, hub.Service<KeyFolder>(), hub.Store);
        Assert.Equal(copy.Thumbprint, alone.Certificate.Thumbprint);
    }

    [PostgresFact]
    public async Task Shows_on_another_node_what_one_has_renewed()
    {
        await using HubFixture first = await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared));
        await using HubFixture second = await first.NeighbourAsync();
        EnrolledMember alpha = await first.EnrolAsync("alpha");
        CertificateResponse made = await RenewAsync(first);
        await Answers.EventuallyAsync(() => Convert.ToHexStringLower(CallerGate.SpkiSha256(second.Service<ServerIdentity>().Certificate)) == made.Spki, "the neighbour's renewed certificate");
        using X509Certificate2 shown = await Handshakes.ShownAsync(second, alpha.Certificate, first.Root);
        Assert.Equal(made.Spki, Convert.ToHexStringLower(CallerGate.SpkiSha256(shown)));
    }

    /// <summary>A node whose key folder is not the one that the others have.</summary>
    [Fact]
    public async Task Keeps_the_certificate_it_has_when_the_key_of_a_newer_one_is_not_there()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        using X509Certificate2 before = await Handshakes.ShownAsync(hub, alpha.Certificate, hub.Root);
        using ECDsa elsewhere = EcdsaKeys.Create();
        using X509Certificate2 other = hub.Service<ExchangeAuthority>().IssueServer(elsewhere.ExportSubjectPublicKeyInfo(), "test-exchange", ["localhost"], TimeSpan.FromDays(9));
        await PutAsync(hub, ExchangeCertificateSql.Server, other.RawData);
        hub.Service<FollowCertificates>().RunOnce();
        hub.Service<FollowCertificates>().RunOnce();
        Assert.Contains("server-tls.", Assert.Single(hub.Log.Lines, static line => line.StartsWith("1212 certificate-not-taken-up", StringComparison.Ordinal)), StringComparison.Ordinal);
        using X509Certificate2 after = await Handshakes.ShownAsync(hub, alpha.Certificate, hub.Root);
        Assert.Equal(before.Thumbprint, after.Thumbprint);
        await hub.RestartAsync();
        using X509Certificate2 restarted = await Handshakes.ShownAsync(hub, alpha.Certificate, hub.Root);
        Assert.Equal(before.Thumbprint, restarted.Thumbprint);
    }

    [Fact]
    public async Task Refuses_what_is_no_name_and_no_life_of_a_certificate()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        byte[] shown = hub.Service<ServerIdentity>().Certificate.RawData;
        Assert.Equal("names[1]", (await Assert.ThrowsAsync<OperatorRefusedException>(() => RenewAsync(hub, ["fine.example", "https://hub.example"]))).Problem.Field);
        Assert.Equal("days", (await Assert.ThrowsAsync<OperatorRefusedException>(() => RenewAsync(hub, days: 826))).Problem.Field);
        Assert.Equal(shown, hub.Service<ServerIdentity>().Certificate.RawData);
        Assert.Single(Directory.GetFiles(hub.Folder.At("keys"), "server-tls*.key"));
    }

    internal static Task<CertificateResponse> RenewAsync(HubFixture hub, string[]? names = null, int? days = null) => hub.Operator.PostAsync(
        "certificates/server", new RenewServerRequest(names, days), CertificatesJson.Default.RenewServerRequest, CertificatesJson.Default.CertificateResponse, CancellationToken.None);

    internal static Task<bool> PutAsync(HubFixture hub, string holder, byte[] certificate) => hub.Store.WriteAsync((connection, transaction) =>
    {
        ExchangeCertificateSql.Insert(connection, transaction, holder, certificate, 1);
        return true;
    }, CancellationToken.None);
}
