using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client.Telemetry;

namespace BlacklistExchange.Client.Hub;

/// <summary>
/// One identity of the member with the connections that were opened under it. After a renewal new requests go to the next link; this one ends when the last request
/// in it has its answer. A file that still streams then keeps its connection to the end.
/// </summary>
internal sealed class HubLink : IDisposable
{
    private int _holders = 1;

    public HubLink(X509Certificate2 identity, X509Certificate2 root, Uri? proxy)
    {
        Identity = identity;
        Root = root;
        Hub = new HttpClient(Handler(HubTrust.Options(identity, root), proxy)) { Timeout = Timeout.InfiniteTimeSpan };
        Files = new HttpClient(Handler(HubTrust.FileHostOptions(identity, root), proxy)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public X509Certificate2 Identity { get; }

    public X509Certificate2 Root { get; }

    public HttpClient Hub { get; }

    public HttpClient Files { get; }

    /// <summary>False once it has ended; else <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        for (int holders = Volatile.Read(ref _holders); holders > 0;)
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }
            holders = seen;
        }
        return false;
    }

    /// <summary>A request has its answer, or the link has a successor: whoever comes last lets go.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Dispose();
        }
    }

    /// <summary>Ends it at once, with what is in flight.</summary>
    public void Dispose()
    {
        Hub.Dispose();
        Files.Dispose();
        Identity.Dispose();
        Root.Dispose();
    }

    private static SocketsHttpHandler Handler(SslClientAuthenticationOptions tls, Uri? proxy) => new()
    {
        SslOptions = tls,
        ActivityHeadersPropagator = TraceParentOnly.Instance,
        UseProxy = proxy is not null,
        Proxy = proxy is null ? null : new WebProxy(proxy),
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 16,
    };
}
