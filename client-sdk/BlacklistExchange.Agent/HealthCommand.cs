using System.CommandLine;
using System.Net.Sockets;

namespace BlacklistExchange.Agent;

/// <summary><c>bex-agent health</c>: for a container or a script that has no HTTP client of its own.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        Option<string> socket = new("--socket") { Description = "Socket of the running agent.", HelpName = "PATH", Required = true };
        Option<bool> ready = new("--ready") { Description = "Ask whether it has a list that is not stale, instead of whether it runs." };
        Command command = new("health", "Asks a running agent whether it runs: exit code 0, or 1 and a line that says why not.") { socket, ready };
        command.SetAction((parse, cancellationToken) => AskAsync(parse.InvocationConfiguration.Error, parse.GetValue(socket)!, parse.GetValue(ready), cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(TextWriter error, string socket, bool ready, CancellationToken cancellationToken)
    {
        try
        {
            using HttpClient http = Over(socket);
            using HttpResponseMessage answer = await http.GetAsync(ready ? AgentRoutes.Ready : AgentRoutes.Live, cancellationToken);
            // Whoever asks for a bearer secret runs.
            if (answer.IsSuccessStatusCode || !ready)
            {
                return ExitCode.Stopped;
            }
            error.WriteLine($"bex-agent: it answers {(int)answer.StatusCode}, {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ArgumentException)
        {
            error.WriteLine($"bex-agent: nobody answers on {socket}: {exception.Message}");
        }
        return ExitCode.Unhealthy;
    }

    private static HttpClient Over(string socket)
    {
        UnixDomainSocketEndPoint place = new(Path.GetFullPath(socket));
        return new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(place, cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        }) { BaseAddress = new Uri("http://agent"), Timeout = TimeSpan.FromSeconds(5) };
    }
}
