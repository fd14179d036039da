using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace BlacklistExchange.Benchmarks.Agents;

/// <summary>A real <c>bex-agent</c> behind a unix socket, asked over HTTP as any platform asks it.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private AgentProcess(Process process, string socket)
    {
        (_process, Socket) = (process, socket);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken), MaxConnectionsPerServer = 128 })
        {
            BaseAddress = new Uri("http://agent"),
        };
    }

    public string Socket { get; }

    /// <summary>Resident memory in megabytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    public static async Task<AgentProcess> StartAsync(HubWorld world, CancellationToken cancellationToken)
    {
        string socket = world.Hub.At("agent.sock");
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "bex-agent"),
            ["serve", "--profile", world.Members[0].Directory, "--list", HubWorld.List, "--on-uncertain", "open", "--socket", socket]) { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new NotMeasuredException("bex-agent could not be started.");
        AgentProcess agent = new(process, socket);
        if (await process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line || !line.Contains("listens on", StringComparison.Ordinal))
        {
            throw new NotMeasuredException("bex-agent did not start; its reason is printed above.");
        }

        while ((await agent._http.GetAsync("/readyz", cancellationToken)).IsSuccessStatusCode is false)
        {
            await Task.Delay(50, cancellationToken);
        }

        return agent;
    }

    /// <summary>Posts JSON and gives the answer's body.</summary>
    public async Task<string> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await _http.PostAsync(path, content, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? body : throw new NotMeasuredException($"The agent answered {path} with {(int)response.StatusCode}: {body}");
    }

    /// <summary>A request that does nothing.</summary>
    public async Task LiveAsync(CancellationToken cancellationToken) => await _http.GetStringAsync("/livez", cancellationToken);

    /// <summary>A counter of its own text, summed over the labels that hold <paramref name="label"/>.</summary>
    public async Task<long> CounterAsync(string name, string label, CancellationToken cancellationToken)
    {
        string text = await _http.GetStringAsync("/metrics", cancellationToken);
        return (long)text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
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
