using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// Speaks to the running hub's operator port with the operator's certificate. Paths are relative to <c>/v1/operator/</c>. Throws
/// <see cref="OperatorRefusedException"/> for a problem, <see cref="HttpRequestException"/> when no hub answers.
/// </summary>
internal sealed class OperatorClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _root;

    private OperatorClient(Uri hub, X509Certificate2 certificate, X509Certificate2 root, bool atAnyTime)
    {
        _certificate = certificate;
        _root = root;
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                CertificateChainPolicy = Trust(root, atAnyTime),
            },
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(hub, "/v1/operator/"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromMinutes(10),
        };
    }

    /// <summary>Opens with <c>operator.pem</c>, <c>operator.key</c> and <c>root.pem</c> of a folder; <paramref name="atAnyTime"/> asks the hub's certificate for everything but its time.</summary>
    public static OperatorClient Open(Uri hub, string operatorFolder, bool atAnyTime = false)
    {
        string certificate = Path.Combine(operatorFolder, "operator.pem");
        string key = Path.Combine(operatorFolder, "operator.key");
        PrivateFile.Require(key, "The operator's key");
        try
        {
            return new OperatorClient(hub, X509Certificate2.CreateFromPemFile(certificate, key), X509CertificateLoader.LoadCertificateFromFile(Path.Combine(operatorFolder, "root.pem")), atAnyTime);
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new SetupException($"The operator's certificate in {operatorFolder} cannot be used: {exception.Message} Name its folder with --operator.", exception);
        }
    }

    public Task<TResponse> GetAsync<TResponse>(string path, JsonTypeInfo<TResponse> response, CancellationToken cancellationToken)
        where TResponse : class => SendAsync(HttpMethod.Get, path, null, response, cancellationToken);

    public Task<TResponse> PostAsync<TRequest, TResponse>(string path, TRequest body, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response, CancellationToken cancellationToken)
        where TResponse : class => SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, request), response, cancellationToken);

    public Task<TResponse> PutAsync<TRequest, TResponse>(string path, TRequest body, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response, CancellationToken cancellationToken)
        where TResponse : class => SendAsync(HttpMethod.Put, path, JsonSerializer.SerializeToUtf8Bytes(body, request), response, cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _certificate.Dispose();
        _root.Dispose();
    }

    private async Task<TResponse> SendAsync<TResponse>(HttpMethod method, string path, byte[]? body, JsonTypeInfo<TResponse> response, CancellationToken cancellationToken)
        where TResponse : class
    {
        using HttpRequestMessage request = new(method, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType == Refusal.ContentType)
        {
            throw new OperatorRefusedException(JsonSerializer.Deserialize(bytes, WireJson.Default.Problem) ?? throw new HttpRequestException("The hub sent an empty problem."));
        }
        answer.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(bytes, response) ?? throw new HttpRequestException("The hub sent null.");
    }

    private static X509ChainPolicy Trust(X509Certificate2 root, bool atAnyTime)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.VerificationFlags = atAnyTime ? X509VerificationFlags.IgnoreNotTimeValid : X509VerificationFlags.NoFlag;
        policy.CustomTrustStore.Add(root);
        return policy;
    }
}
