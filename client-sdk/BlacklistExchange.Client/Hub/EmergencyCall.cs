using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Hub;

/// <summary>Suspends a member by its emergency code (spec/protocol.md §9.4). Needs no profile, since that may be what was lost.</summary>
public static class EmergencyCall
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Says the code to the hub's public port. Saying it twice is no error.</summary>
    /// <param name="hub">Address of the public port: https, or http to this machine itself.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="code">Its emergency code.</param>
    /// <param name="root">The exchange's root, by which the hub is known; null trusts what this machine trusts.</param>
    /// <param name="cancellationToken">Ends the wait; whether the hub has acted is open then.</param>
    /// <exception cref="ArgumentException">The address, name or code is none.</exception>
    /// <exception cref="HubUnreachableException">Nothing answers.</exception>
    /// <exception cref="HubUntrustedException">What answers is not the hub.</exception>
    /// <exception cref="HubRefusedException">The hub refuses: member and code do not fit.</exception>
    public static async Task<EmergencyResponse> SuspendAsync(Uri hub, string member, string code, X509Certificate2? root, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        if (!hub.IsAbsoluteUri || hub.Scheme != Uri.UriSchemeHttps && !(hub.Scheme == Uri.UriSchemeHttp && hub.IsLoopback))
        {
            throw new ArgumentException("The hub's address must be https; http only to this machine itself, since the code would travel in clear.", nameof(hub));
        }
        _ = EmergencyCode.Digest(member, code);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new EmergencyRequest(member, code), WireJson.Default.EmergencyRequest);
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, SslOptions = HubTrust.PublicOptions(root) }) { BaseAddress = hub, Timeout = Timeout };
        try
        {
            using ByteArrayContent content = new(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage answer = await http.PostAsync(new Uri(Routes.Emergency, UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(answer, hub, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw HubFailure.OfConnection(exception, hub, certificateFault: null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private static async Task<EmergencyResponse> ReadAsync(HttpResponseMessage answer, Uri hub, CancellationToken cancellationToken)
    {
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw HubFailure.OfAnswer(answer.StatusCode, HubFailure.Parse(bytes), hub);
        }
        return JsonSerializer.Deserialize(bytes, WireJson.Default.EmergencyResponse) ?? throw new JsonException("The hub answered null.");
    }
}
