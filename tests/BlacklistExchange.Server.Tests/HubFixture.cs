using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Server.Tests;

/// <summary>A whole hub in this process: init, then serve on free loopback ports in a temporary folder.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly TempFolder _temp = new();
    private readonly Action<HubOptions>? _adjust;
    private readonly List<IDisposable> _held = [];
    private readonly TestDatabase? _database;

    private HubFixture(Action<HubOptions>? adjust, SettableTime? time, TestDatabase? database)
    {
        _database = database;
        _adjust = adjust;
        Time = time ?? new SettableTime();
        Folder = new DataFolder(_temp.At("hub"));
    }

    public SettableTime Time { get; }

    public DataFolder Folder { get; }

    public CapturedLog Log { get; } = new();

    public HubOptions Options { get; private set; } = new();

    public HubHost Host { get; private set; } = null!;

    /// <summary>The operator that init made.</summary>
    public OperatorClient Operator { get; private set; } = null!;

    public X509Certificate2 Root => Service<ServerIdentity>().Root;

    public Store Store => Service<Store>();

    public static Task<HubFixture> StartAsync(Action<HubOptions>? adjust = null, SettableTime? time = null) =>
        StartAsync(TestDatabase.IsPostgres ? TestDatabase.Migrated() : null, adjust, time);

    /// <summary>The same on a given database, which goes with the hub; null makes an SQLite file in its folder.</summary>
    public static async Task<HubFixture> StartAsync(TestDatabase? database, Action<HubOptions>? adjust = null, SettableTime? time = null)
    {
        HubFixture hub = new(adjust, time, database);
        try
        {
            InitHub.Run(new InitHub.Request(hub.Folder, "test-exchange", [], "127.0.0.1", null, hub.Folder.At("operator"), "olivia", "desk@example.test", database?.ConnectionFile), hub.Time);
            await hub.ServeAsync();
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    public T Service<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Stops the hub and serves the same folder again, on other ports.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await ServeAsync();
    }

    /// <summary>Another node of the same exchange, over the same PostgreSQL database and the same folders of keys and list files.</summary>
    public async Task<HubFixture> NeighbourAsync(string node = "neighbour")
    {
        HubFixture neighbour = new(_adjust, Time, database: null);
        try
        {
            JoinHub.Run(Folder, neighbour.Folder, node);
            DataFolder.Create(neighbour.Folder.At("operator"));
            foreach (string path in Directory.EnumerateFiles(Folder.At("operator")))
            {
                File.Copy(path, Path.Combine(neighbour.Folder.At("operator"), Path.GetFileName(path)));
            }
            await neighbour.ServeAsync();
            return neighbour;
        }
        catch
        {
            await neighbour.DisposeAsync();
            throw;
        }
    }

    /// <summary>Enrols a member by SQL and returns it with a client of its own.</summary>
    public async Task<EnrolledMember> EnrolAsync(string slug, string role = "member", string sector = "marketplace", string? entity = null)
    {
        ECDsa key = Hold(EcdsaKeys.Create());
        ECDsa signing = Hold(EcdsaKeys.Create());
        X509Certificate2 certificate = Hold(Issue(key, slug));
        byte[] spki = CallerGate.SpkiSha256(certificate);
        string owner = entity ?? slug;
        await Store.WriteAsync((connection, transaction) =>
        {
            connection.Execute("INSERT INTO entity (slug, name, registry_number, parent, created_at) VALUES (@owner, @owner, 'r', NULL, 0) ON CONFLICT DO NOTHING", new { owner }, transaction);
            connection.Execute("INSERT INTO member (slug, entity, role, sector, status, signing_key, created_at) VALUES (@slug, @owner, @role, @sector, 'active', @key, 0)",
                new { slug, owner, role, sector, key = signing.ExportSubjectPublicKeyInfo() }, transaction);
            connection.Execute("INSERT INTO member_certificate (spki_sha256, member, certificate, not_after, status, created_at) VALUES (@spki, @slug, @der, @end, 'active', 0)",
                new { spki, slug, der = certificate.RawData, end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds() }, transaction);
            return true;
        }, CancellationToken.None);
        return new EnrolledMember(slug, certificate, signing, Client(certificate));
    }

    /// <summary>A certificate of this exchange for a key nobody has enrolled.</summary>
    public X509Certificate2 Issue(ECDsa key, string name)
    {
        using X509Certificate2 bare = Service<ExchangeAuthority>().IssueClient(key.ExportSubjectPublicKeyInfo(), name, name, TimeSpan.FromDays(30));
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>A client of the member port (or another) that shows <paramref name="certificate"/>, or none.</summary>
    public HttpClient Client(X509Certificate2? certificate, HubPort port = HubPort.Member)
    {
        SslClientAuthenticationOptions tls = new() { EnabledSslProtocols = SslProtocols.Tls13, CertificateChainPolicy = Trust() };
        if (certificate is not null)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }
        return Hold(new HttpClient(new SocketsHttpHandler { SslOptions = tls, UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Host.Address(port),
            DefaultRequestVersion = port == HubPort.Public ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });
    }

    /// <summary>The raw client of the operator port, with the operator's certificate.</summary>
    public HttpClient OperatorHttp() => Client(
        Hold(X509Certificate2.CreateFromPemFile(Path.Combine(Folder.At("operator"), "operator.pem"), Path.Combine(Folder.At("operator"), "operator.key"))), HubPort.Operator);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _held.ForEach(static one => one.Dispose());
        _database?.Dispose();
        _temp.Dispose();
    }

    private async Task ServeAsync()
    {
        Options = HubSettings.Read(Folder, ["Member:Port=0", "Operator:Port=0", "Public:Port=0"]);
        _adjust?.Invoke(Options);
        Host = await HubHost.StartAsync(Folder, Options, new HubSurroundings(Time, static cause => throw new InvalidOperationException(cause), logging =>
        {
            HubLogging.Filter(logging, Options.Telemetry);
            logging.AddProvider(Log);
        }), CancellationToken.None);
        Operator = OperatorClient.Open(Host.Address(HubPort.Operator), Folder.At("operator"));
    }

    private async Task StopAsync()
    {
        Operator?.Dispose();
        if (Host is not null)
        {
            await Host.StopAsync(CancellationToken.None);
            await Host.DisposeAsync();
        }
    }

    public X509ChainPolicy Trust()
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(Root);
        return policy;
    }

    private T Hold<T>(T resource)
        where T : IDisposable
    {
        _held.Add(resource);
        return resource;
    }
}

/// <summary>A member of a test's hub.</summary>
internal sealed record EnrolledMember(string Slug, X509Certificate2 Certificate, ECDsa SigningKey, HttpClient Http);
