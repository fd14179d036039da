using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using BlacklistExchange.Agent.Listening;

namespace BlacklistExchange.Agent.Events;

/// <summary>Where events are posted, and the secret that signs them. No proxy, no cookies, no redirects; what the receiver says beyond its status is not read.</summary>
internal sealed class Webhook : IDisposable
{
    public const string Delivered = "delivered";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Uri _address;
    private readonly byte[] _secret;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), MaxResponseHeadersLength = 16,
    }) { Timeout = Timeout.InfiniteTimeSpan };

    private Webhook(Uri address, byte[] secret, TimeProvider time) => (_address, _secret, _time) = (address, secret, time);

    /// <summary>Null when the agent has no webhook.</summary>
    /// <exception cref="SetupException">The address is not https or the secret is not as it must be.</exception>
    public static Webhook? Open(AgentSettings settings, TimeProvider time)
    {
        if (settings.Webhook is not { } text)
        {
            return settings.WebhookSecretFile is null ? null : throw new SetupException(ExitCode.Usage, "--webhook-secret-file needs --webhook URL.");
        }
        bool isSafe = Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
        return !isSafe ? throw new SetupException(ExitCode.Usage, "--webhook is an https address without a user name; http only for this machine itself.")
            : new Webhook(address!, SecretFile.Read("--webhook-secret-file", settings.WebhookSecretFile ?? throw new SetupException(ExitCode.Usage, "--webhook needs --webhook-secret-file FILE.")), time);
    }

    /// <summary>One attempt.</summary>
    /// <returns><c>delivered</c>, <c>refused</c>, <c>unreachable</c> or <c>timeout</c>.</returns>
    public async Task<string> PostAsync(long sequence, byte[] body, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(_secret, _time.GetUtcNow().ToUnixTimeSeconds(), body));
        request.Headers.Add(WebhookSignature.SequenceHeader, sequence.ToString(CultureInfo.InvariantCulture));
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? Delivered : "refused";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "timeout";
        }
        catch (HttpRequestException)
        {
            return "unreachable";
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        CryptographicOperations.ZeroMemory(_secret);
    }
}
