using System.Net;
using System.Net.Sockets;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>Where the wire to the database is cut while a commit is under way.</summary>
internal enum Cut
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before the COMMIT reaches the server.</summary>
    Before,

    /// <summary>After the server has committed, before its answer reaches the hub.</summary>
    After,

    /// <summary>The hub loses the connection at once; the COMMIT reaches the server only later.</summary>
    Late,
}

/// <summary>Passes bytes between a store and PostgreSQL, and cuts the connection in the middle of a COMMIT, once, when it is told to.</summary>
internal sealed class CommitProxy : IAsyncDisposable
{
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private readonly Task _accepting;

    public CommitProxy(int server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What happens to the next COMMIT.</summary>
    public Cut Next { get; set; }

    public int Cuts { get; private set; }

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

    private async Task PassAsync(TcpClient hub)
    {
        using TcpClient near = hub;
        using TcpClient far = new() { NoDelay = true };
        near.NoDelay = true;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server, end.Token);
            await Task.WhenAny(FromHubAsync(near, far, end.Token), FromServerAsync(far, near, end.Token));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The server is not there, or the test is over.
        }
        await end.CancelAsync();
    }

    /// <summary>Returns when the connection ends or is cut.</summary>
    private async Task FromHubAsync(TcpClient near, TcpClient far, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[65536];
        try
        {
            for (int read; (read = await near.GetStream().ReadAsync(buffer, cancellationToken)) > 0;)
            {
                Cut cut = Next;
                if (cut == Cut.Never || buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) < 0)
                {
                    await far.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    continue;
                }
                (Next, Cuts) = (Cut.Never, Cuts + 1);
                await CutAsync(cut, near, far, buffer.AsMemory(0, read), cancellationToken);
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone: so does the other.
        }
    }

    private static async Task CutAsync(Cut cut, TcpClient near, TcpClient far, ReadOnlyMemory<byte> commit, CancellationToken cancellationToken)
    {
        if (cut == Cut.Late)
        {
            near.Client.Close(0);
            await Task.Delay(Lateness, TimeProvider.System, cancellationToken);
        }
        if (cut != Cut.Before)
        {
            // Nobody reads what the server answers now; that it ends is how its work is known to be done.
            await far.GetStream().WriteAsync(commit, cancellationToken);
            far.Client.Shutdown(SocketShutdown.Send);
            await Task.Delay(Lateness, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The server's bytes; from the cut on they go nowhere.</summary>
    private async Task FromServerAsync(TcpClient far, TcpClient near, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[65536];
        int cuts = Cuts;
        try
        {
            for (int read; (read = await far.GetStream().ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (Cuts == cuts)
                {
                    await near.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone: so does the other.
        }
        // Who is cut has to wait for the cut to be over.
        if (Cuts != cuts)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
