using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>What the hub saw: its own counters, and a search of everything it wrote for every number of the story.</summary>
/// <param name="Elements">Blinded elements evaluated.</param>
/// <param name="Requests">Evaluation requests.</param>
/// <param name="Searched">Bytes of database, write-ahead log, files and logs searched.</param>
/// <param name="Numbers">Numbers looked for: every phone, ID, code and card of every merchant.</param>
/// <param name="Leaks">How many of them were found.</param>
internal sealed record HubView(long Elements, long Requests, long Searched, int Numbers, int Leaks)
{
    public static async Task<HubView> LookAsync(HubStage hub, string world, CancellationToken cancellationToken)
    {
        string metrics = await MetricsAsync(hub, cancellationToken);
        string[] numbers = [.. World.Platforms.SelectMany(p => WorldFiles.Read(WorldFiles.Expelled(world, p.Slug))).Select(cells => cells[3]).Distinct()];
        byte[] everything = [.. Directory.EnumerateFiles(hub.Data, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Append(hub.Log).SelectMany(ReadShared)];
        int leaks = numbers.Count(number => everything.AsSpan().IndexOf(Encoding.ASCII.GetBytes(number)) >= 0);
        return new HubView(Sum(metrics, "bex_evaluation_elements_total"), Sum(metrics, "bex_evaluation_requests_total"), everything.LongLength, numbers.Length, leaks);
    }

    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream copy = new();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    private static long Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..]));

    private static async Task<string> MetricsAsync(HubStage hub, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(hub.Data, "operator");
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "operator.pem"), Path.Combine(folder, "operator.key"));
        using X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "root.pem"));
        X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        trust.CustomTrustStore.Add(root);
        using SocketsHttpHandler handler = new()
        {
            SslOptions = new SslClientAuthenticationOptions { ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true), CertificateChainPolicy = trust },
        };
        using HttpClient http = new(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        return await http.GetStringAsync(new Uri(new Uri(hub.Address("operator")), "/metrics"), cancellationToken);
    }
}
