using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// The three ports. Members: TLS 1.3, HTTP/2, a certificate of this exchange. Operators: loopback and the same. Public: plain on loopback, else TLS without a
/// client certificate. No forwarded header is ever read.
/// </summary>
internal sealed class Listeners(HubOptions options, ServerIdentity identity, SoundTime time)
{
    private readonly Dictionary<HubPort, ListenOptions> _bound = [];

    public void Configure(KestrelServerOptions kestrel)
    {
        Limit(kestrel);
        Listen(kestrel, HubPort.Member, options.Member, HttpProtocols.Http2, mutual: true);
        Listen(kestrel, HubPort.Operator, options.Operator, HttpProtocols.Http1AndHttp2, mutual: true);
        Listen(kestrel, HubPort.Public, options.Public, HttpProtocols.Http1, mutual: false);
    }

    /// <summary>Where a port is bound; after the start, with the real number.</summary>
    public Uri Address(HubPort port)
    {
        ListenOptions bound = _bound[port];
        string scheme = port == HubPort.Public && IsPlain(options.Public) ? "http" : "https";
        return new Uri($"{scheme}://{bound.IPEndPoint}");
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.Limits.Connections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = options.Limits.MemberBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
        limits.Http2.MaxStreamsPerConnection = options.Limits.StreamsPerConnection;
        limits.Http2.MaxRequestHeaderFieldSize = 8 * 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }

    private void Listen(KestrelServerOptions kestrel, HubPort port, PortOptions where, HttpProtocols protocols, bool mutual) =>
        kestrel.Listen(IPAddress.Parse(where.Address), where.Port, listen =>
        {
            _bound[port] = listen;
            listen.Protocols = protocols;
            HubPortFeature feature = new(port);
            listen.Use(next => connection =>
            {
                connection.Features.Set(feature);
                connection.Features.Set(new ConnectionKey());
                return next(connection);
            });
            if (mutual)
            {
                listen.UseHttps(Mutual);
            }
            else if (!IsPlain(where))
            {
                listen.UseHttps(ServerOnly);
            }
        });

    private void ServerOnly(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = identity.Certificate;
        https.SslProtocols = SslProtocols.Tls13;
        https.HandshakeTimeout = TimeSpan.FromSeconds(options.Limits.HandshakeSeconds);
        https.OnAuthenticate = (_, tls) =>
        {
            tls.ServerCertificateContext = identity.Context;
            tls.AllowTlsResume = false;
        };
    }

    private void Mutual(HttpsConnectionAdapterOptions https)
    {
        ServerOnly(https);
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = static (leaf, _, errors) => ClientCertificateRules.Admits(leaf, errors);
        https.OnAuthenticate = (_, tls) =>
        {
            tls.ServerCertificateContext = identity.Context;
            // A resumed session would bring an identity without the certificate being asked for again.
            tls.AllowTlsResume = false;
            tls.EncryptionPolicy = EncryptionPolicy.RequireEncryption;
            tls.CertificateChainPolicy = ClientCertificateRules.Policy(identity.Root, time.Look());
        };
    }

    private static bool IsPlain(PortOptions where) => IPAddress.IsLoopback(IPAddress.Parse(where.Address));
}
