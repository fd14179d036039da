using System.CommandLine;

namespace BlacklistExchange.Cli.Drips;

/// <summary>Where a running agent listens.</summary>
internal sealed class AgentOptions
{
    private readonly Option<string?> _socket = new("--socket") { Description = "Unix socket of the running bex-agent.", HelpName = "PATH" };
    private readonly Option<int?> _port = new("--port") { Description = "Its port at 127.0.0.1, instead of a socket.", HelpName = "N" };
    private readonly Option<string?> _bearer = new("--bearer-file") { Description = "File with the secret that it was started with.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_socket);
        command.Add(_port);
        command.Add(_bearer);
    }

    /// <exception cref="InputException">It is not said where, or the secret cannot be read.</exception>
    public AgentConnection Open(CommandRun run)
    {
        (string? socket, int? port) = (run.Value(_socket), run.Value(_port));
        if (socket is null == port is null || port is < 1 or > 65535)
        {
            throw new InputException("Say where the agent listens: either --socket PATH or --port N (1 to 65535).");
        }
        return new AgentConnection(socket, port, run.Value(_bearer) is { } file ? Read(file) : null);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException("The bearer file cannot be read.");
        }
    }
}
