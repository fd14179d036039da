using System.Net;
using System.Net.Sockets;

namespace BlacklistExchange.EndToEnd.Tests.Faults;

/// <summary>Passes bytes between a member and the hub, sees nothing of what TLS carries, and cuts the wire when it is told to.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _fromMember;
    private long _fromHub;

    public CuttingProxy(Uri hub)
    {
        Hub = hub;
        _listener.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Where new connections go.</summary>
    public Uri Hub { get; set; }

    /// <summary>Bytes from members after which the wire is cut, once; they still reach the hub.</summary>
    public long? CutAfterFromMember { get; set; }

    /// <summary>Bytes from the hub after which the wire is cut, once; the last ones are swallowed.</summary>
    public long? CutAfterFromHub { get; set; }

    /// <summary>No connection lives.</summary>
    public bool Dead { get; set; }

    public int Cuts { get; private set; }

    public long FromMember => Interlocked.Read(ref _fromMember);

    public long FromHub => Interlocked.Read(ref _fromHub);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
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
        using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            if (!Dead)
            {
                await far.ConnectAsync(Hub.Host, Hub.Port, cut.Token);
                await Task.WhenAny(CopyAsync(near, far, fromMember: true, cut.Token), CopyAsync(far, near, fromMember: false, cut.Token));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The hub is not there, or the test is over.
        }
        await cut.CancelAsync();
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool fromMember, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(buffer, cancellationToken)) > 0;)
            {
                bool ends = Counts(fromMember, read);
                if (fromMember || !ends)
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
                if (ends)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone: so does the other.
        }
    }

    private bool Counts(bool fromMember, int bytes)
    {
        long passed = fromMember ? Interlocked.Add(ref _fromMember, bytes) : Interlocked.Add(ref _fromHub, bytes);
        long? limit = fromMember ? CutAfterFromMember : CutAfterFromHub;
        if (limit is null || passed < limit)
        {
            return Dead;
        }
        (CutAfterFromMember, CutAfterFromHub) = (null, null);
        Cuts++;
        return true;
    }
}
