using System.Net;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Hub;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary>One HTTP/2 connection to the member port under one member's certificate, opened as the SDK opens it and held.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly X509Certificate2 identity;
    private readonly X509Certificate2 root;
    private readonly HttpClient http;

    public LoadConnection(ExchangeProfile member)
    {
        identity = member.ReadTlsIdentity();
        root = member.ReadRoot();
        SocketsHttpHandler handler = new()
        {
            SslOptions = HubTrust.Options(identity, root),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 1,
            EnableMultipleHttp2Connections = false,
        };
        http = new HttpClient(handler)
        {
            BaseAddress = new Uri(member.Bundle.HubUrl),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Sends one request and reads the whole answer.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using HttpResponseMessage answer = await http.SendAsync(request, cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public void Dispose()
    {
        http.Dispose();
        identity.Dispose();
        root.Dispose();
    }
}
