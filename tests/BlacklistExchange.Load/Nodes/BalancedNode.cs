using System.Net;

namespace BlacklistExchange.Load.Nodes;

/// <summary>A node as a balancer knows it: where it takes connections, and what its <c>/readyz</c> said last.</summary>
internal sealed class BalancedNode(string name, int member, int ready)
{
    // The public port on loopback has no TLS.
    private readonly Uri _ready = new($"http://127.0.0.1:{ready}{Protocol.Wire.Routes.Ready}");
    private volatile bool _isReady;
    private int _taken;

    public string Name => name;

    public IPEndPoint Member { get; } = new(IPAddress.Loopback, member);

    public bool IsReady => _isReady;

    /// <summary>Connections that it was given.</summary>
    public int Taken => Volatile.Read(ref _taken);

    public void Take() => Interlocked.Increment(ref _taken);

    public async Task LookAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(_ready, cancellationToken);
            _isReady = answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            _isReady = false;
        }
    }
}
