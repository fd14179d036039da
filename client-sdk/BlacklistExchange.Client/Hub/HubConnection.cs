using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Client.Telemetry;
using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Client.Hub;

/// <summary>
/// The only place that speaks HTTP: HTTP/2 over TLS 1.3 to the hub and the key holders. No proxy, no cookies, no redirects, no compression; every body has a
/// limit and every attempt a time. Only requests that are safe to repeat come here, so all are repeated alike: reads, evaluations under one request id, and
/// signed statements whose bytes never change.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private const int MaxProblemBytes = 64 * 1024;

    private readonly ProfileFollower _links;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;

    public HubConnection(ExchangeProfile profile, TimeSpan timeout, Uri? proxy, Uri? files, TimeProvider time, ILogger log)
    {
        _links = new ProfileFollower(profile, proxy, time, log);
        _time = time;
        _timeout = timeout;
        HubAddress = new Uri(profile.Bundle.HubUrl, UriKind.Absolute);
        FileHost = files ?? (FilesAddress.TryParse(profile.Bundle.FilesUrl, out Uri? named) ? named : null);
    }

    /// <summary>The hub's base address.</summary>
    public Uri HubAddress { get; }

    /// <summary>Base address of the cache that is asked for list files first; null = the hub alone.</summary>
    public Uri? FileHost { get; }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(() => Request(HttpMethod.Get, new Uri(HubAddress, path), null), type, cancellationToken);

    /// <summary>Posts the same bytes until an answer comes or the attempts are used up.</summary>
    public Task<T> PostAsync<T>(Uri holder, string path, ReadOnlyMemory<byte> body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(() => Request(HttpMethod.Post, new Uri(holder, path), Json(body)), type, cancellationToken);

    /// <summary>Opens a file from byte <paramref name="from"/> on; one attempt, since the caller resumes where it stopped, and another with a renewed certificate.</summary>
    public async Task<HttpResponseMessage> OpenFileAsync(Uri host, string path, long from, CancellationToken cancellationToken)
    {
        for (bool again = false; ; again = true)
        {
            HubLink link = _links.Enter();
            try
            {
                return await OpenFileAsync(link, host, path, from, cancellationToken).ConfigureAwait(false);
            }
            catch (CertificateRefusedException) when (!again && _links.HasNewer(link))
            {
                ClientTelemetry.Repeats.Add(1);
            }
            finally
            {
                link.Leave();
            }
        }
    }

    public void Dispose() => _links.Dispose();

    private async Task<HttpResponseMessage> OpenFileAsync(HubLink link, Uri host, string path, long from, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Request(HttpMethod.Get, new Uri(host, path), null);
        bool isHub = host == HubAddress;
        if (!isHub)
        {
            // Any cache will do, also one that knows HTTP/1.1 alone.
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }
        using CancellationTokenSource headersOnly = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        headersOnly.CancelAfter(_timeout);
        HttpResponseMessage answer;
        try
        {
            answer = await (isHub ? link.Hub : link.Files).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, headersOnly.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw HubFailure.OfConnection(exception, host, CertificateFault(link.Identity));
        }
        if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return answer;
        }
        using (answer)
        {
            byte[] body = await ReadAsync(answer, MaxProblemBytes, cancellationToken).ConfigureAwait(false);
            throw HubFailure.OfAnswer(answer.StatusCode, HubFailure.Parse(body), host);
        }
    }

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        CertificateRefusedException? refused = null;
        HubLink? tried = null;
        for (int attempt = 1; ; attempt++)
        {
            HubLink link = _links.Enter();
            try
            {
                using HttpRequestMessage request = make();
                (T? value, ExchangeException? failure, bool repeat, TimeSpan? asked) = await TryAsync(link, request, type, cancellationToken).ConfigureAwait(false);
                if (failure is null)
                {
                    return value!;
                }
                if (!ReferenceEquals(link, tried) && HubFailure.MayBeTheCertificate(failure) && _links.HasNewer(link))
                {
                    // Renewed meanwhile: the same bytes again, at once, under the new identity.
                    tried = link;
                    ClientTelemetry.Repeats.Add(1);
                    continue;
                }
                refused ??= failure as CertificateRefusedException;
                if (!repeat || attempt >= Backoff.Attempts)
                {
                    throw refused is not null && HubFailure.WasCut(failure) ? refused : failure;
                }
                ClientTelemetry.Repeats.Add(1);
                await Task.Delay(Backoff.Before(attempt, asked), _time, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                link.Leave();
            }
        }
    }

    private async Task<(T? Value, ExchangeException? Failure, bool Repeat, TimeSpan? Asked)> TryAsync<T>(
        HubLink link, HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        Uri address = request.RequestUri!;
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_timeout);
        try
        {
            using HttpResponseMessage answer = await link.Hub.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            byte[] body = await ReadAsync(answer, answer.IsSuccessStatusCode ? MaxAnswerBytes : MaxProblemBytes, limited.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return (JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null"), null, false, null);
            }
            Problem? problem = HubFailure.Parse(body);
            return (default, HubFailure.OfAnswer(answer.StatusCode, problem, address), HubFailure.IsPassing(answer.StatusCode, problem), answer.Headers.RetryAfter?.Delta);
        }
        catch (JsonException exception)
        {
            return (default, new HubUntrustedException($"{address.Host}:{address.Port} answered {address.AbsolutePath} with something else than the protocol's JSON (at {exception.Path ?? "the start"})."), false, null);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            ExchangeException failure = HubFailure.OfConnection(exception, address, CertificateFault(link.Identity));
            // A hub that stops ends connections in the same way as one that refuses a certificate: only repeating tells them apart.
            return (default, failure, failure is not HubUntrustedException, null);
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private string? CertificateFault(X509Certificate2 identity)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        return now > identity.NotAfter.ToUniversalTime() ? $"it expired on {identity.NotAfter.ToUniversalTime():u}; renew it"
            : now < identity.NotBefore.ToUniversalTime() ? $"it is not valid before {identity.NotBefore.ToUniversalTime():u}; check this machine's clock"
            : null;
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int limit, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[16 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > limit)
                {
                    throw new IOException($"The answer is larger than {limit} bytes.");
                }
                body.Write(buffer, 0, read);
            }
        }
        return body.ToArray();
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, HttpContent? content) =>
        new(method, address) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };

    private static ReadOnlyMemoryContent Json(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemoryContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
