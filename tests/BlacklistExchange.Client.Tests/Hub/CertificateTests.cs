using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Hub;

public sealed class CertificateTests
{
    [Fact]
    public async Task Says_that_the_certificate_was_revoked_on_a_live_connection()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.Revoke("member-a");

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.CertificateRefused), (listing.Verdict, listing.Reason));
        await Assert.ThrowsAsync<CertificateRefusedException>(() => client.GetBudgetAsync());
    }

    [Fact]
    public async Task Names_the_issuer_of_a_server_that_is_not_the_hub()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        await using FakeHub proxy = await FakeHub.StartAsync(new FakeHubOptions { Exchange = "corporate-proxy" });
        ExchangeProfile profile = Redirect(world, proxy.Address);

        await using ExchangeClient client = new(new ExchangeClientOptions { Profile = profile, List = "sellers", OnUncertain = OnUncertain.FailOpen });

        HubUntrustedException refused = await Assert.ThrowsAsync<HubUntrustedException>(() => client.GetBudgetAsync());
        Assert.Contains("CN=corporate-proxy root", refused.Message, StringComparison.Ordinal);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Refuses_a_hub_under_another_name()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [Protocol.Identifiers.IdentifierKind.Phone], CertificateName = "elsewhere.example" });

        HubUntrustedException refused = await Assert.ThrowsAsync<HubUntrustedException>(() => world.Client().GetBudgetAsync());

        Assert.Contains("another name", refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.Hub.Requests);
    }

    [Fact]
    public async Task Refuses_a_members_certificate_in_the_hubs_place()
    {
        // A member holds a certificate of the same root; it must not pass for the hub, whatever name it carries.
        using FakeAuthority authority = new("fake-exchange", TimeProvider.System);
        using X509Certificate2 member = MemberAsServer(authority);
        using X509Chain chain = new();
        chain.ChainPolicy = Client.Hub.HubTrust.Options(member, authority.Root).CertificateChainPolicy!;

        Assert.False(chain.Build(member));
        Assert.True(Build(authority.Server, authority));
    }

    [Fact]
    public async Task Says_that_an_expired_certificate_was_refused()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeProfile created = ExchangeProfile.Create(world.PathOf("late"), "late");
        ClockAt before = new() { Offset = TimeSpan.FromMinutes(-30) };
        ExchangeProfile profile = created.Import(world.Hub.Enrol(created.Request!, validity: TimeSpan.FromSeconds(-20)), timeProvider: before);
        await using ExchangeClient client = new(new ExchangeClientOptions { Profile = profile, List = "sellers", OnUncertain = OnUncertain.FailOpen });

        CertificateRefusedException refused = await Assert.ThrowsAsync<CertificateRefusedException>(() => client.GetBudgetAsync());

        Assert.Contains("expired", refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.Hub.Requests);
    }

    [Fact]
    public async Task Says_that_a_certificate_of_another_exchange_was_refused()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        await using TestWorld other = await TestWorld.StartAsync();
        ExchangeProfile profile = other.Hub.CreateProfile(other.PathOf("stranger"), "stranger");
        // The stranger trusts this hub's root, and the hub does not know the stranger's.
        MemberBundle home = JsonSerializer.Deserialize(world.Hub.Enrol(profile.Request!), WireJson.Default.MemberBundle)!;
        string bundle = JsonSerializer.Serialize(home with { Certificate = profile.Bundle.Certificate }, WireJson.Default.MemberBundle);
        File.WriteAllText(Path.Combine(profile.Directory, "bundle.json"), bundle);
        await using ExchangeClient client = new(new ExchangeClientOptions { ProfileDirectory = profile.Directory, List = "sellers", OnUncertain = OnUncertain.FailOpen });

        CertificateRefusedException refused = await Assert.ThrowsAsync<CertificateRefusedException>(() => client.GetBudgetAsync());

        Assert.Contains("revoked, or from another exchange", refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.Hub.Requests);
    }

    private static ExchangeProfile Redirect(TestWorld world, Uri address)
    {
        ExchangeProfile profile = world.Hub.CreateProfile(world.PathOf("redirected"), "redirected");
        string bundle = JsonSerializer.Serialize(profile.Bundle with { HubUrl = address.ToString().TrimEnd('/') }, WireJson.Default.MemberBundle);
        File.WriteAllText(Path.Combine(profile.Directory, "bundle.json"), bundle);
        return ExchangeProfile.Open(profile.Directory);
    }

    private static X509Certificate2 MemberAsServer(FakeAuthority authority)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(authority.Certify("localhost", key.ExportSubjectPublicKeyInfo(), TimeSpan.FromDays(1)));
        return certificate.CopyWithPrivateKey(key);
    }

    private static bool Build(X509Certificate2 certificate, FakeAuthority authority)
    {
        using X509Certificate2 member = MemberAsServer(authority);
        using X509Chain chain = new();
        chain.ChainPolicy = Client.Hub.HubTrust.Options(member, authority.Root).CertificateChainPolicy!;
        return chain.Build(certificate);
    }
}
