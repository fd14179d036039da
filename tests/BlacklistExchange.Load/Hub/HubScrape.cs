using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client.Hub;

namespace BlacklistExchange.Load.Hub;

/// <summary>Reads the hub's own figures over its operator port, as a monitoring system does.</summary>
internal sealed class HubScrape : IDisposable
{
    private const string Process = "dotnet_process_cpu_time_seconds_total";
    private const string Arithmetic = "bex_evaluation_arithmetic_time_seconds_total";
    private const string WorkingSet = "dotnet_process_memory_working_set_bytes";
    private const string Heap = "dotnet_gc_last_collection_heap_size_bytes";
    private const double Megabyte = 1024 * 1024;

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _root;
    private readonly HttpClient _http;

    public HubScrape(Uri operatorPort, string operatorFolder)
    {
        _certificate = X509Certificate2.CreateFromPemFile(Path.Combine(operatorFolder, "operator.pem"), Path.Combine(operatorFolder, "operator.key"));
        _root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(operatorFolder, "root.pem"));
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = HubTrust.Options(_certificate, _root) })
        {
            BaseAddress = operatorPort,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async Task<HubTimes> TimesAsync(CancellationToken cancellationToken)
    {
        string[] lines = await LinesAsync(cancellationToken);
        return new HubTimes(TimeSpan.FromSeconds(Sum(lines, Process)), TimeSpan.FromSeconds(Sum(lines, Arithmetic)));
    }

    /// <summary>Working set and managed heap of the hub's process, in megabytes.</summary>
    public async Task<(double WorkingSet, double Heap)> MemoryAsync(CancellationToken cancellationToken)
    {
        string[] lines = await LinesAsync(cancellationToken);
        return (Sum(lines, WorkingSet) / Megabyte, Sum(lines, Heap) / Megabyte);
    }

    public void Dispose()
    {
        _http.Dispose();
        _certificate.Dispose();
        _root.Dispose();
    }

    private async Task<string[]> LinesAsync(CancellationToken cancellationToken) => (await _http.GetStringAsync("/metrics", cancellationToken)).Split('\n');

    /// <summary>A family, over its labels; nothing counted yet is zero.</summary>
    private static double Sum(string[] lines, string family) => lines
        .Where(line => line.StartsWith(family, StringComparison.Ordinal))
        .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
