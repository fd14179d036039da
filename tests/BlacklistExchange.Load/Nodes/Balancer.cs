using System.Net;
using System.Net.Sockets;

namespace BlacklistExchange.Load.Nodes;

/// <summary>
/// What ops/layer4.md asks of a balancer and no more: it looks at each node's <c>/readyz</c> every half second, gives new connections to ready nodes in turn, passes bytes by, and leaves
/// open connections alone.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    /// <summary>Between two looks at a node.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly TcpListener _listener;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _working;
    private int _next = -1;
    private int _unserved;

    /// <param name="port">Where members come.</param>
    /// <param name="nodes">Where they go.</param>
    public Balancer(int port, IReadOnlyList<BalancedNode> nodes)
    {
        Nodes = nodes;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _working = Task.WhenAll([AcceptAsync(), .. nodes.Select(LookAsync)]);
    }

    public IReadOnlyList<BalancedNode> Nodes { get; }

    /// <summary>Connections that no node took: none was ready, or the one that had said so was not there.</summary>
    public int Unserved => Volatile.Read(ref _unserved);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _working;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync(BalancedNode node)
    {
        while (!_stop.IsCancellationRequested)
        {
            await node.LookAsync(_http, _stop.Token);
            await Task.Delay(Period, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient member)
    {
        using TcpClient near = member;
        using TcpClient far = new();
        near.NoDelay = far.NoDelay = true;
        if (!await ConnectAsync(far))
        {
            Interlocked.Increment(ref _unserved);
            return;
        }
        await Task.WhenAll(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
    }

    private async Task<bool> ConnectAsync(TcpClient far)
    {
        BalancedNode[] ready = [.. Nodes.Where(static node => node.IsReady)];
        if (ready.Length == 0)
        {
            return false;
        }
        BalancedNode node = ready[(uint)Interlocked.Increment(ref _next) % ready.Length];
        try
        {
            await far.ConnectAsync(node.Member, _stop.Token);
            node.Take();
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Passes the end on when it comes, and reads on when the other side takes no more: closing over bytes that nobody has read would be a reset, which takes from the peer what was
    /// sent to it before.
    /// </summary>
    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[16 * 1024];
        bool taken = true;
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
            {
                taken = taken && await GiveAsync(to, buffer.AsMemory(0, read));
            }
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // A reset ends both ways.
            to.Close();
        }
    }

    private async Task<bool> GiveAsync(NetworkStream to, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await to.WriteAsync(bytes, _stop.Token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
