using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client.Hub;

namespace BlacklistExchange.Benchmarks.Hub;

/// <summary>Reads the hub's own figures over its operator port, as a monitoring system does.</summary>
internal sealed class HubScrape : IDisposable
{
    private const string Process = "dotnet_process_cpu_time_seconds_total";
    private const string Arithmetic = "bex_evaluation_arithmetic_time_seconds_total";

    private readonly X509Certificate2 certificate;
    private readonly X509Certificate2 root;
    private readonly HttpClient http;

    public HubScrape(HubProcess hub)
    {
        certificate = X509Certificate2.CreateFromPemFile(Path.Combine(hub.OperatorFolder, "operator.pem"), Path.Combine(hub.OperatorFolder, "operator.key"));
        root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(hub.OperatorFolder, "root.pem"));
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = HubTrust.Options(certificate, root) })
        {
            BaseAddress = new Uri(hub.Addresses.Operator),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async Task<HubTimes> TimesAsync(CancellationToken cancellationToken)
    {
        string[] lines = (await http.GetStringAsync("/metrics", cancellationToken)).Split('\n');
        return new HubTimes(Sum(lines, Process), Sum(lines, Arithmetic));
    }

    public void Dispose()
    {
        http.Dispose();
        certificate.Dispose();
        root.Dispose();
    }

    /// <summary>Seconds of a family, over its labels; nothing counted yet is zero.</summary>
    private static TimeSpan Sum(string[] lines, string family) => TimeSpan.FromSeconds(lines
        .Where(line => line.StartsWith(family, StringComparison.Ordinal))
        .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));
}
