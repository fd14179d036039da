using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.OperatorConsole;

public sealed class InitHubTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Makes_everything_readable_by_its_owner_only_and_no_key_in_the_clear()
    {
        InitHub.Result made = Init("hub");
        foreach (string path in Directory.EnumerateFileSystemEntries(_temp.Path, "*", SearchOption.AllDirectories))
        {
            UnixFileMode others = File.GetUnixFileMode(path) & ~DataFolder.OwnerOnly;
            Assert.True(others == 0, $"{path}: {others}");
        }
        Assert.Equal(32, new FileInfo(made.Kek).Length);
        Assert.Equal(["exchange-root.key", "exchange-signing.key", "server-tls.key"], Directory.GetFiles(made.Keys).Select(Path.GetFileName).Order());
        Assert.DoesNotContain(Directory.GetFiles(_temp.At("hub"), "*", SearchOption.TopDirectoryOnly), static path => File.ReadAllText(path).Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_the_hosts_in_the_server_certificate_and_none_in_the_operators()
    {
        Init("hub", "hub.example.test", "10.1.2.3");
        using X509Certificate2 server = X509CertificateLoader.LoadCertificateFromFile(new DataFolder(_temp.At("hub")).ServerCertificate);
        X509SubjectAlternativeNameExtension names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["hub.example.test", "localhost"], names.EnumerateDnsNames());
        Assert.Equal(["10.1.2.3", "127.0.0.1", "::1"], names.EnumerateIPAddresses().Select(static address => address.ToString()));
    }

    [Fact]
    public void Refuses_to_overwrite_anything()
    {
        Init("hub");
        byte[] settings = File.ReadAllBytes(_temp.At("hub/hub.json"));
        Assert.Contains("not empty", Assert.Throws<SetupException>(() => Init("hub")).Message, StringComparison.Ordinal);
        Directory.Delete(_temp.At("hub"), recursive: true);
        Assert.Contains("never overwritten", Assert.Throws<SetupException>(() => Init("hub")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp.At("hub")));
        Assert.NotEmpty(settings);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("a")]
    [InlineData("-a")]
    public void Refuses_a_bad_name_before_it_makes_anything(string exchange)
    {
        Assert.Contains("Exchange", Assert.Throws<SetupException>(() => InitHub.Run(Request("hub", exchange), TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    private InitHub.Result Init(string folder, params string[] hosts) => InitHub.Run(Request(folder, "beijing") with { Hosts = hosts }, TimeProvider.System);

    private InitHub.Request Request(string folder, string exchange) =>
        new(new DataFolder(_temp.At(folder)), exchange, [], "127.0.0.1", null, _temp.At(folder + "/operator"), "olivia", null);
}
