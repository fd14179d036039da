using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Cli.Drips;

/// <summary>HTTP to a running agent, and nothing of the protocol: the agent holds the profile, the list and the keys.</summary>
internal sealed class AgentConnection : IDisposable
{
    private readonly HttpClient _http;

    public AgentConnection(string? socket, int? port, string? bearer)
    {
        SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 256, UseProxy = false, AllowAutoRedirect = false };
        if (socket is not null)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken);
        }
        _http = new HttpClient(handler) { BaseAddress = new Uri(socket is null ? $"http://127.0.0.1:{port}" : "http://agent"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
    }

    /// <summary>Sends the lines of one batch and gives its answers as they come.</summary>
    /// <exception cref="HttpRequestException">The agent was not reached, or let go; what was not answered may be sent again.</exception>
    /// <exception cref="InputException">The agent does not take the request; the message says why.</exception>
    public async IAsyncEnumerable<JsonObject> BatchAsync(IEnumerable<JsonObject> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/check/batch");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line.ToJsonString() + "\n"))));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            string body = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new InputException($"The agent refuses ({(int)response.StatusCode}): {DetailOf(body)}");
        }
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await LineAsync(reader, cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonObject?> LineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line ? JsonNode.Parse(line)!.AsObject() : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException)
        {
            throw new HttpRequestException("The agent let go in the middle of an answer.", exception);
        }
    }

    private static string DetailOf(string body)
    {
        try
        {
            return (string?)JsonNode.Parse(body)?["detail"] ?? "no reason given";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "no reason given";
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
