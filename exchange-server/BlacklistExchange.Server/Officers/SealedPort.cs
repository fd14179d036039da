using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BlacklistExchange.Server.Officers;

/// <summary>
/// The public port of a sealed hub: alive, not ready, and nothing else; no other port is open. Its TLS key is still sealed, so where the port is not loopback it shows a
/// certificate made for the moment, which nobody can verify and a probe need not.
/// </summary>
internal sealed class SealedPort : IAsyncDisposable
{
    public const string Fault = "sealed: waits for officers";
    private readonly WebApplication _app;
    private readonly X509Certificate2? _certificate;
    private ListenOptions? _bound;

    private SealedPort(PortOptions where, bool plain, TimeProvider time)
    {
        IPAddress address = IPAddress.Parse(where.Address);
        _certificate = plain ? null : ForTheMoment(time);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bex-hub" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(address, where.Port, Listen);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://{_bound!.IPEndPoint}");

    /// <summary>SIGTERM or SIGINT has come.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    public static Task<SealedPort> OpenAsync(PortOptions where, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(where, IPAddress.IsLoopback(IPAddress.Parse(where.Address)), time, cancellationToken);

    internal static async Task<SealedPort> OpenAsync(PortOptions where, bool plain, TimeProvider time, CancellationToken cancellationToken)
    {
        SealedPort port = new(where, plain, time);
        try
        {
            await port._app.StartAsync(cancellationToken);
            return port;
        }
        catch (IOException exception)
        {
            await port.DisposeAsync();
            throw new SetupException($"A port cannot be bound: {exception.Message} Change Public:Port; 0 takes a free one.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate?.Dispose();
    }

    private static Task AnswerAsync(HttpContext context)
    {
        bool asksForLife = context.Request.Path.Value == Routes.Live;
        context.Response.StatusCode = asksForLife ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(asksForLife ? "alive\n" : Fault + "\n", context.RequestAborted);
    }

    private void Listen(ListenOptions listen)
    {
        _bound = listen;
        listen.Protocols = HttpProtocols.Http1;
        if (_certificate is { } certificate)
        {
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.SslProtocols = SslProtocols.Tls13;
            });
        }
    }

    private static X509Certificate2 ForTheMoment(TimeProvider time)
    {
        using ECDsa key = EcdsaKeys.Create();
        DateTimeOffset now = time.GetUtcNow();
        return new CertificateRequest("CN=sealed bex-hub", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddMinutes(-5), now.AddDays(30));
    }
}
