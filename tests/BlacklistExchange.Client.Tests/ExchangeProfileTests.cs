using System.Runtime.Versioning;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Client.Testing;

namespace BlacklistExchange.Client.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class ExchangeProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bex-profile-").FullName;

    private string Profile => Path.Combine(_folder, "profile");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Makes_keys_that_only_the_owner_reads_and_a_request_that_proves_both()
    {
        ExchangeProfile profile = ExchangeProfile.Create(Profile, "platform-a");

        Assert.True(EnrolmentRequest.TryParse(profile.Request!, out EnrolmentRequest? request, out _));
        Assert.Equal("platform-a", request!.Name);
        Assert.False(profile.IsEnrolled);
        Assert.Throws<ProfileException>(() => profile.Bundle);
        Assert.All((string[])["tls.key.pem", "signing.key.pem", "vault.key", "request.pem"], name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(name)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(""));
    }

    [Fact]
    public void Refuses_to_overwrite_keys_and_names_that_are_none()
    {
        ExchangeProfile.Create(Profile, "platform-a");

        Assert.Throws<ProfileException>(() => ExchangeProfile.Create(Profile, "platform-a"));
        Assert.Throws<ArgumentException>(() => ExchangeProfile.Create(Path.Combine(_folder, "other"), "Platform A"));
        Assert.Throws<ProfileException>(() => ExchangeProfile.Open(Path.Combine(_folder, "none")));
    }

    [Theory]
    [InlineData("tls.key.pem")]
    [InlineData("signing.key.pem")]
    public void Refuses_a_key_that_others_may_read(string name)
    {
        ExchangeProfile.Create(Profile, "platform-a");
        Loosen(name);

        ProfileException refused = Assert.Throws<ProfileException>(() => ExchangeProfile.Open(Profile));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_operators_bundle_and_finds_it_again()
    {
        await using FakeHub hub = await FakeHub.StartAsync(OnePhone);
        ExchangeProfile created = ExchangeProfile.Create(Profile, "platform-a");

        ExchangeProfile imported = created.Import(hub.Enrol(created.Request!));
        ExchangeProfile opened = ExchangeProfile.Open(Profile);

        Assert.True(imported.IsEnrolled && opened.IsEnrolled);
        Assert.Equal(("platform-a", "fake-exchange"), (opened.Bundle.Member, opened.Bundle.Exchange));
    }

    [Fact]
    public async Task Refuses_bundles_that_do_not_fit()
    {
        await using FakeHub hub = await FakeHub.StartAsync(OnePhone);
        await using FakeHub other = await FakeHub.StartAsync(OnePhone);
        ExchangeProfile profile = ExchangeProfile.Create(Profile, "platform-a");
        ExchangeProfile stranger = ExchangeProfile.Create(Path.Combine(_folder, "stranger"), "platform-b");
        MemberBundle good = JsonSerializer.Deserialize(hub.Enrol(profile.Request!), WireJson.Default.MemberBundle)!;
        MemberBundle foreign = JsonSerializer.Deserialize(other.Enrol(profile.Request!), WireJson.Default.MemberBundle)!;

        Refuses(profile, "{}", "JSON");
        Refuses(profile, "nonsense", "JSON");
        Refuses(profile, hub.Enrol(stranger.Request!), "another key");
        Refuses(profile, Text(good with { RootCertificate = foreign.RootCertificate }), "not trusted");
        Refuses(profile, Text(good with { HubUrl = "http://hub.example" }), "https");
        Refuses(profile, Text(good with { FilesUrl = "http://files.example" }), "files_url");
        Refuses(profile, Text(good with { ExchangeKey = "AAAA" }), "exchange_key");
        Refuses(profile, Text(good with { Certificate = "nothing" }), "certificate");
        Refuses(profile, hub.Enrol(profile.Request!, validity: TimeSpan.FromMinutes(-5)), "not trusted");
        Assert.False(ExchangeProfile.Open(Profile).IsEnrolled);
    }

    [Fact]
    public async Task Keeps_what_is_pinned_unless_told_otherwise()
    {
        await using FakeHub hub = await FakeHub.StartAsync(OnePhone);
        await using FakeHub impostor = await FakeHub.StartAsync(OnePhone);
        ExchangeProfile profile = ExchangeProfile.Create(Profile, "platform-a");
        profile = profile.Import(hub.Enrol(profile.Request!));
        string bundle = impostor.Enrol(profile.Request!);

        Refuses(profile, bundle, "pinned");

        Assert.Equal(new Uri(profile.Import(bundle, replaceTrust: true).Bundle.HubUrl), impostor.Address);
    }

    [Fact]
    public async Task Changes_the_certificate_with_a_new_key_and_keeps_the_old_one_until_then()
    {
        await using FakeHub hub = await FakeHub.StartAsync(OnePhone);
        ExchangeProfile profile = hub.CreateProfile(Profile, "platform-a");
        string first = profile.Bundle.Certificate;

        string request = profile.CreateRenewalRequest();
        string again = ExchangeProfile.Open(Profile).CreateRenewalRequest();
        await UseAsync(ExchangeProfile.Open(Profile));
        ExchangeProfile renewed = profile.Import(hub.Enrol(request));
        await UseAsync(ExchangeProfile.Open(Profile));

        Assert.True(EnrolmentRequest.TryParse(request, out EnrolmentRequest? one, out _) && EnrolmentRequest.TryParse(again, out EnrolmentRequest? two, out _) && one!.TlsKey.SequenceEqual(two!.TlsKey));
        Assert.NotEqual(first, renewed.Bundle.Certificate);
        Assert.False(File.Exists(Path.Combine(Profile, "tls.next.key.pem")));

        static async Task UseAsync(ExchangeProfile profile)
        {
            await using ExchangeClient client = new(new ExchangeClientOptions { Profile = profile, List = "sellers", OnUncertain = OnUncertain.FailOpen });
            Assert.Equal("platform-a-entity", (await client.GetBudgetAsync()).Entity);
        }
    }

    private UnixFileMode ModeOf(string name) => File.GetUnixFileMode(Path.Combine(Profile, name));

    private void Loosen(string name) => File.SetUnixFileMode(Path.Combine(Profile, name), UnixFileMode.UserRead | UnixFileMode.GroupRead);

    private static FakeHubOptions OnePhone => new() { Kinds = [Protocol.Identifiers.IdentifierKind.Phone] };

    private static string Text(MemberBundle bundle) => JsonSerializer.Serialize(bundle, WireJson.Default.MemberBundle);

    private static void Refuses(ExchangeProfile profile, string bundle, string why)
    {
        ProfileException refused = Assert.Throws<ProfileException>(() => profile.Import(bundle));
        Assert.Contains(why, refused.Message, StringComparison.OrdinalIgnoreCase);
    }
}
