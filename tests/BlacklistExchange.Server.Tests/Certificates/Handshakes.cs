using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Tests.Certificates;

/// <summary>Clients of the member port that say what was shown to them, and over how many connections.</summary>
internal static class Handshakes
{
    /// <summary>The certificate that a new handshake shows, trusted by <paramref name="root"/>.</summary>
    public static async Task<X509Certificate2> ShownAsync(HubFixture hub, X509Certificate2 client, X509Certificate2 root, HubPort port = HubPort.Member)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, hub.Host.Address(port).Port);
        await using SslStream tls = new(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(Options(client, root));
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }

    /// <summary>A member's client that pins a root of its own choice; <paramref name="connected"/> is called at each connection.</summary>
    public static HttpClient Client(HubFixture hub, X509Certificate2 client, X509Certificate2 root, Action connected)
    {
        SocketsHttpHandler handler = new() { SslOptions = Options(client, root), UseProxy = false };
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            connected();
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return new HttpClient(handler) { BaseAddress = hub.Host.Address(HubPort.Member), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    private static SslClientAuthenticationOptions Options(X509Certificate2 client, X509Certificate2 root)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(root);
        return new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            ClientCertificateContext = SslStreamCertificateContext.Create(client, null, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };
    }
}
