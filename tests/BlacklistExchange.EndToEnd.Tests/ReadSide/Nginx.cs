using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Tests.Gates;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.ReadSide;

/// <summary>A real nginx that runs an example of ops/nginx, word for word but for addresses and places.</summary>
internal sealed class Nginx : IDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private const string StreamModule = "/usr/lib/nginx/modules/ngx_stream_module.so";

    private readonly TempFolder _temp = new();
    private bool _running;

    private Nginx()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
    }

    /// <summary>Why tests that need nginx cannot run; null when they can.</summary>
    public static string? Missing => File.Exists(Program) && File.Exists(StreamModule) ? null : "nginx with its stream module is not on this machine. On Debian: apt-get install nginx-light libnginx-mod-stream";

    public Uri Address { get; }

    /// <summary>The folder it serves.</summary>
    public string Files => _temp.At("files");

    /// <summary>Everything it has logged.</summary>
    public string Logged => string.Concat(Directory.EnumerateFiles(_temp.Path, "*.log").Select(File.ReadAllText));

    /// <summary>ops/nginx/files.conf over an empty folder, with a certificate of the hub's exchange.</summary>
    public static Nginx Serve(HubFixture hub, bool membersAlone = false)
    {
        Nginx nginx = new();
        Directory.CreateDirectory(nginx.Files);
        nginx.Certify(hub);
        File.WriteAllText(nginx._temp.At("root.pem"), hub.Root.ExportCertificatePem());
        string example = nginx.Placed("files.conf", ("/etc/bex-files/", $"{nginx._temp.Path}/"), ("/srv/bex-files/", $"{nginx.Files}/"));
        nginx.Start($"http {{\n{Temporary(nginx._temp)}\n{(membersAlone ? example.Replace("#ssl_", "ssl_", StringComparison.Ordinal) : example)}\n}}");
        return nginx;
    }

    /// <summary>ops/nginx/layer4.conf before the hub's member port.</summary>
    public static Nginx PassThrough(Uri member)
    {
        Nginx nginx = new();
        nginx.Start(nginx.Placed("layer4.conf", ("server 127.0.0.1:8443", $"server {member.Authority}")));
        return nginx;
    }

    /// <summary>What a web firewall does: TLS ends here, under a certificate of the hub's exchange or of its own making, and another connection goes on.</summary>
    public static Nginx Ending(Uri member, HubFixture? issuer)
    {
        Nginx nginx = new();
        nginx.Certify(issuer);
        nginx.Start($$"""
            http {
                {{Temporary(nginx._temp)}}
                access_log off;
                server {
                    listen {{nginx.Address.Authority}} ssl http2;
                    ssl_protocols TLSv1.3;
                    ssl_certificate {{nginx._temp.At("server.pem")}};
                    ssl_certificate_key {{nginx._temp.At("server.key")}};
                    location / { proxy_pass {{member}}; }
                }
            }
            """);
        return nginx;
    }

    public void Stop()
    {
        if (_running)
        {
            _running = false;
            Run("-s", "stop");
        }
    }

    public void Dispose()
    {
        Stop();
        _temp.Dispose();
    }

    private void Certify(HubFixture? hub)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(50);
        using X509Certificate2 certificate = hub is null
            ? new CertificateRequest("CN=firewall", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddYears(100))
            : hub.Service<ExchangeAuthority>().IssueServer(key.ExportSubjectPublicKeyInfo(), "files", ["127.0.0.1"], TimeSpan.FromDays(30));
        File.WriteAllText(_temp.At("server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_temp.At("server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The example, with its places moved into this test's folder; each must stand in it.</summary>
    private string Placed(string name, params (string Old, string New)[] places)
    {
        string text = Repository.Read($"ops/nginx/{name}");
        foreach ((string old, string placed) in (IEnumerable<(string, string)>)[.. places, ("listen 443", $"listen {Address.Authority}"), ("/var/log/nginx/", $"{_temp.Path}/")])
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, placed, StringComparison.Ordinal);
        }
        return text;
    }

    private static string Temporary(TempFolder temp) =>
        string.Join('\n', ((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(kind => $"{kind}_temp_path {temp.At(kind)};"));

    private void Start(string text)
    {
        File.WriteAllText(_temp.At("nginx.conf"), $$"""
            load_module {{StreamModule}};
            user {{Environment.UserName}};
            worker_processes 1;
            pid {{_temp.At("pid")}};
            error_log {{_temp.At("start.log")}} emerg;
            events { }
            {{text}}
            """);
        // In the background; it returns when its port is bound.
        Run();
        _running = true;
    }

    private void Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Program, ["-p", _temp.Path, "-e", _temp.At("start.log"), "-c", _temp.At("nginx.conf"), .. arguments]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, Logged);
    }
}
