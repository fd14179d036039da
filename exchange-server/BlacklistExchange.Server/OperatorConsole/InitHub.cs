using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Makes a hub in an empty data folder. The settings are written last: a run that stops before leaves a folder that serve refuses and init takes no second
/// time, so nothing half made is ever used.
/// </summary>
internal static class InitHub
{
    private static readonly TimeSpan OperatorLifetime = TimeSpan.FromDays(825);

    public sealed record Request(DataFolder Folder, string Exchange, IReadOnlyList<string> Hosts, string Listen, string? KekFile, string OperatorFolder, string OperatorName, string? Contact, string? ConnectionFile = null);

    public sealed record Result(string Database, string Keys, string Kek, bool KekIsNew, IReadOnlyList<string> Hosts);

    public static Result Run(Request request, TimeProvider time)
    {
        DataFolder folder = request.Folder;
        string kekPath = Path.GetFullPath(request.KekFile ?? folder.Path.TrimEnd('/') + ".kek");
        HubOptions options = new() { Exchange = request.Exchange, Contact = request.Contact, Kek = new KekOptions { File = kekPath } };
        options.Member.Address = request.Listen;
        if (request.ConnectionFile is { } connectionFile)
        {
            options.Store = new StoreOptions { Engine = StoreEngineName.Postgres, ConnectionFile = Path.GetFullPath(connectionFile) };
        }
        Check(request, options, kekPath);
        IReadOnlyList<string> hosts = [.. request.Hosts.Concat(["localhost", "127.0.0.1", "::1"]).Distinct(StringComparer.OrdinalIgnoreCase)];

        StoreEngine engine = StoreEngine.Of(options, folder);
        engine.RequireNew();
        DataFolder.Create(folder.Path);
        File.SetUnixFileMode(folder.Path, DataFolder.OwnerOnly);
        using DataFolderLock held = DataFolderLock.Take(folder);
        foreach (string part in (string[])[folder.Certificates, folder.Snapshots, folder.Run])
        {
            DataFolder.Create(part);
        }
        if (request.KekFile is null)
        {
            WriteKek(kekPath);
        }
        using Kek kek = KekSource.Read(options.Kek, folder);
        KeyFolder keys = new(folder.At(options.KeyFolder), kek);
        ExchangeAuthority authority = MakeKeys(folder, keys, request.Exchange, hosts, TimeSpan.FromDays(options.Policy.ServerCertificateDays), time);
        X509Certificate2 caller = MakeOperator(request, authority);
        MakeDatabase(engine, request.OperatorName, caller, time);
        DurableFile.Write(folder.Settings, Encoding.UTF8.GetBytes(Settings(options)));
        return new Result(engine.Place, folder.At(options.KeyFolder), kekPath, request.KekFile is null, hosts);
    }

    private static void Check(Request request, HubOptions options, string kekPath)
    {
        if (Directory.Exists(request.Folder.Path) && Directory.EnumerateFileSystemEntries(request.Folder.Path).Any())
        {
            throw new SetupException($"{request.Folder.Path} is not empty. An exchange is never made over another; name a new folder with --data.");
        }
        if (request.KekFile is null && File.Exists(kekPath))
        {
            throw new SetupException($"{kekPath} is there already. If it is meant for this exchange, name it with --kek-file; it is never overwritten.");
        }
        if (Directory.Exists(request.OperatorFolder) && Directory.EnumerateFileSystemEntries(request.OperatorFolder).Any())
        {
            throw new SetupException($"{request.OperatorFolder} is not empty; name another folder with --operator.");
        }
        string[] faults = [.. HubOptionsRules.Faults(options), .. request.Hosts.Where(static host => Uri.CheckHostName(host) == UriHostNameType.Unknown).Select(static host => $"--host '{host}' is neither a host name nor an address.")];
        if (faults.Length > 0)
        {
            throw new SetupException(string.Join('\n', faults));
        }
    }

    private static void WriteKek(string path)
    {
        using PinnedSecret secret = PinnedSecret.Random(Kek.Size);
        DurableFile.Write(path, stream => stream.Write(secret.Span));
    }

    private static ExchangeAuthority MakeKeys(DataFolder folder, KeyFolder keys, string exchange, IReadOnlyList<string> hosts, TimeSpan serverLifetime, TimeProvider time)
    {
        using ECDsa root = EcdsaKeys.Create();
        using ECDsa signing = EcdsaKeys.Create();
        using ECDsa tls = EcdsaKeys.Create();
        EcdsaKeys.Seal(keys, KeyNames.Root, root);
        EcdsaKeys.Seal(keys, KeyNames.Signing, signing);
        EcdsaKeys.Seal(keys, KeyNames.ServerTls, tls);
        X509Certificate2 certificate = ExchangeAuthority.CreateRoot(exchange, root, time);
        ExchangeAuthority authority = new(() => certificate, keys, time);
        using X509Certificate2 server = authority.IssueServer(tls.ExportSubjectPublicKeyInfo(), exchange, hosts, serverLifetime);
        WritePem(folder.RootCertificate, authority.Root.ExportCertificatePem());
        WritePem(folder.ServerCertificate, server.ExportCertificatePem());
        return authority;
    }

    private static X509Certificate2 MakeOperator(Request request, ExchangeAuthority authority)
    {
        DataFolder.Create(request.OperatorFolder);
        using ECDsa key = EcdsaKeys.Create();
        X509Certificate2 certificate = authority.IssueClient(key.ExportSubjectPublicKeyInfo(), request.OperatorName, request.Exchange, OperatorLifetime);
        WritePem(Path.Combine(request.OperatorFolder, "operator.key"), key.ExportPkcs8PrivateKeyPem());
        WritePem(Path.Combine(request.OperatorFolder, "operator.pem"), certificate.ExportCertificatePem());
        WritePem(Path.Combine(request.OperatorFolder, "root.pem"), authority.Root.ExportCertificatePem());
        return certificate;
    }

    private static void MakeDatabase(StoreEngine engine, string operatorName, X509Certificate2 certificate, TimeProvider time)
    {
        engine.Create();
        Migrations.Apply(engine, Migrations.Embedded(engine), time);
        using DbConnection connection = engine.OpenWriter();
        using WriteTransaction write = engine.BeginWrite(connection);
        CallerSql.InsertOperator(connection, write.Transaction, CallerGate.SpkiSha256(certificate), operatorName, certificate.RawData,
            new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds(), time.GetUtcNow().ToUnixTimeSeconds());
        if (write.Commit() is { End: not CommitEnd.Kept, Cause: var cause })
        {
            throw new SetupException($"The operator's certificate could not be written into {engine.Place}.", cause!);
        }
    }

    private static void WritePem(string path, string pem) => DurableFile.Write(path, Encoding.ASCII.GetBytes(pem + "\n"));

    private static string Settings(HubOptions options)
    {
        JsonObject settings = new()
        {
            ["Exchange"] = options.Exchange,
            ["Kek"] = new JsonObject { ["File"] = options.Kek.File },
            ["Member"] = Port(options.Member),
            ["Operator"] = Port(options.Operator),
            ["Public"] = Port(options.Public),
        };
        if (options.Store.ConnectionFile is { } connectionFile)
        {
            settings["Store"] = new JsonObject { ["Engine"] = "postgres", ["ConnectionFile"] = connectionFile };
        }
        if (options.Contact is { } contact)
        {
            settings["Contact"] = contact;
        }
        return settings.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    private static JsonObject Port(PortOptions port) => new() { ["Address"] = port.Address, ["Port"] = port.Port };
}
