using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using BlacklistExchange.Demo.Stage;

namespace BlacklistExchange.Demo.Replays;

/// <summary>A member's <c>bex-agent</c> as a real process behind a unix socket, and the platform's program that calls it.</summary>
internal sealed class AgentStage : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly HttpClient _http;

    private AgentStage(Process process, HttpClient http) => (_process, _http) = (process, http);

    /// <summary>Starts one and waits until it has the list.</summary>
    public static async Task<AgentStage> StartAsync(MemberStage member, string way, IReadOnlyList<string> more, CancellationToken cancellationToken)
    {
        string socket = member.At(way + ".sock");
        string log = member.At(way + ".log");
        Process process = Tool.StartDetached(log, "bex-agent", ["serve", "--profile", member.Profile, "--list", MemberStage.List, "--socket", socket, .. more]);
        AgentStage agent = new(process, Over(socket));
        for (int tries = 0; !await agent.IsReadyAsync(cancellationToken); tries++)
        {
            if (process.HasExited || tries > 600)
            {
                await agent.DisposeAsync();
                throw new DemoException($"bex-agent does not get ready:\n{await File.ReadAllTextAsync(log, cancellationToken)}");
            }
            await Task.Delay(100, cancellationToken);
        }
        return agent;
    }

    public async Task<AgentAnswer> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(path, content, cancellationToken);
        return await AgentAnswer.ReadAsync(response, cancellationToken);
    }

    /// <summary>SIGTERM, so that it writes down what it knows.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited && kill(_process.Id, Terminate) == 0)
        {
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync("/readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static HttpClient Over(string socket) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 16,
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    }) { BaseAddress = new Uri("http://agent") };

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
