using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Nodes;

/// <summary>A member's own connection to one node, past the balancer and without the SDK's repeats.</summary>
internal sealed class DirectWay : IDisposable
{
    private readonly X509Certificate2 _identity;
    private readonly X509Certificate2 _root;
    private readonly HttpClient _http;
    private readonly TaskCompletionSource<long> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="profile">Whose certificate of now it shows, also when the profile is renewed later.</param>
    /// <param name="node">The node's member port.</param>
    public DirectWay(ExchangeProfile profile, string node)
    {
        _identity = profile.ReadTlsIdentity();
        _root = profile.ReadRoot();
        SocketsHttpHandler handler = new() { UseProxy = false, SslOptions = HubTrust.Options(_identity, _root), EnableMultipleHttp2Connections = true, ConnectCallback = ConnectAsync };
        _http = new HttpClient(handler) { BaseAddress = new Uri(node), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>When the first connection was at its end, a timestamp.</summary>
    public Task<long> Ended => _ended.Task;

    /// <summary>The answer, or the problem; a connection that breaks throws.</summary>
    public async Task<(T? Answer, Problem? Problem)> AskAsync<T>(string route, byte[]? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(body is null ? HttpMethod.Get : HttpMethod.Post, route) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        byte[] read = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? (JsonSerializer.Deserialize(read, type), null) : (default, HubFailure.Parse(read) ?? throw new WrongAnswerException($"{route} was answered {answer.StatusCode} without a problem."));
    }

    public void Dispose()
    {
        _http.Dispose();
        _identity.Dispose();
        _root.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new Watched(socket, _ended);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The handler reads all the time and lets go of a connection as soon as it is at its end.</summary>
    private sealed class Watched(Socket socket, TaskCompletionSource<long> ended) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            ended.TrySetResult(TimeProvider.System.GetTimestamp());
            base.Dispose(disposing);
        }
    }
}
