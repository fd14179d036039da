using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Certificates;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Certificates;

public sealed class OperatorsTests
{
    [Fact]
    public async Task Adds_renews_and_revokes_operators_from_the_command_line()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string bo = hub.Folder.At("bo");
        await VerbsTests.RunAsync(hub, 1, "last operator", "operator", "revoke", "olivia", "--reason", "left");
        await VerbsTests.RunAsync(hub, 0, "Whoever has the", "operator", "add", "bo", "--out", bo);
        Assert.Equal(["operator.key", "operator.pem", "root.pem"], Directory.GetFiles(bo).Select(Path.GetFileName).Order());
        Assert.Equal(DurableFile.OwnerOnly, File.GetUnixFileMode(Path.Combine(bo, "operator.key")));
        await VerbsTests.RunAsync(hub, 0, "server    server", "certificate", "list", "--operator", bo);
        await VerbsTests.RunAsync(hub, 1, "operator renew bo", "operator", "add", "bo", "--out", hub.Folder.At("bo-again"));
        await VerbsTests.RunAsync(hub, 2, "not empty", "operator", "renew", "bo", "--out", bo);
        await VerbsTests.RunAsync(hub, 0, "'bo' may run", "operator", "renew", "bo", "--out", hub.Folder.At("bo-2"), "--revoke-old");
        await VerbsTests.RunAsync(hub, 1, "certificate-revoked", "operator", "list", "--operator", bo);
        await VerbsTests.RunAsync(hub, 0, "revoked", "operator", "list", "--operator", hub.Folder.At("bo-2"));
        await VerbsTests.RunAsync(hub, 0, "\"days_left\": 82", "operator", "list", "--json");
        await VerbsTests.RunAsync(hub, 0, "no operator any more", "operator", "revoke", "olivia", "--reason", "left", "--operator", hub.Folder.At("bo-2"));
        await VerbsTests.RunAsync(hub, 1, "last operator", "operator", "revoke", "bo", "--reason", "left", "--operator", hub.Folder.At("bo-2"));
        await VerbsTests.RunAsync(hub, 1, "no operator 'olivia'", "operator", "renew", "olivia", "--out", hub.Folder.At("o"), "--operator", hub.Folder.At("bo-2"));
        await VerbsTests.RunAsync(hub, 0, "ends", "certificate", "renew-server", "--name", "hub.example.test", "--operator", hub.Folder.At("bo-2"));
    }

    /// <summary>The key never leaves its owner's machine; only the answer comes back.</summary>
    [Fact]
    public async Task Takes_an_operators_own_request_and_refuses_a_key_that_is_known()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string csr = hub.Folder.At("chen.csr");
        using ECDsa key = EcdsaKeys.Create();
        await File.WriteAllTextAsync(csr, Request(key));
        await VerbsTests.RunAsync(hub, 0, "Put operator.key beside them", "operator", "add", "chen", "--csr", csr, "--out", hub.Folder.At("chen"));
        Assert.False(File.Exists(hub.Folder.At("chen/operator.key")));
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(hub.Folder.At("chen/operator.pem"));
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), certificate.PublicKey.ExportSubjectPublicKeyInfo());
        await VerbsTests.RunAsync(hub, 1, "is or was an operator's", "operator", "add", "dai", "--csr", csr, "--out", hub.Folder.At("dai"));
    }

    [Fact]
    public async Task Refuses_bad_names_and_requests_that_prove_no_key()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        using ECDsa key = EcdsaKeys.Create();
        using ECDsa wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string good = Request(key);
        Assert.Equal("name", await FieldAsync(hub, "Not a name", good));
        Assert.Equal("request", await FieldAsync(hub, "dai", "nothing"));
        Assert.Equal("request", await FieldAsync(hub, "dai", Request(wide)));
        byte[] der = PemEncoding.TryFind(good, out PemFields fields) ? Convert.FromBase64String(good[fields.Base64Data]) : [];
        der[^1] ^= 1;
        Assert.Equal("request", await FieldAsync(hub, "dai", PemEncoding.WriteString("CERTIFICATE REQUEST", der)));
        Assert.Equal("days", await FieldAsync(hub, "dai", good, days: 0));
    }

    private static string Request(ECDsa key) => new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    private static async Task<string?> FieldAsync(HubFixture hub, string name, string request, int? days = null) => (await Assert.ThrowsAsync<OperatorRefusedException>(() => hub.Operator.PostAsync(
        "operators", new AddOperatorRequest(name, request, days), CertificatesJson.Default.AddOperatorRequest, CertificatesJson.Default.OperatorResponse, CancellationToken.None))).Problem.Field;
}
