using System.CommandLine;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent;

/// <summary><c>bex-agent serve</c></summary>
internal sealed class ServeCommand
{
    private readonly Option<string> _profile = new("--profile") { Description = "Directory of the enrolled profile.", HelpName = "DIR", Required = true };
    private readonly Option<string> _list = new("--list") { Description = "List to ask and to report to.", HelpName = "NAME", Required = true };

    private readonly Option<string> _onUncertain = new("--on-uncertain")
    {
        Description = "What should_refuse says when the answer is uncertain: open lets the applicant pass, closed refuses. There is no default, because both hurt somebody. Not with --shadow.",
    };

    private readonly Option<bool> _shadow = new("--shadow") { Description = "Measures and never tells: every check is answered by the same body before it is made. 'bex-agent shadow-report' shows what was found." };

    private readonly Option<string?> _socket = new("--socket") { Description = "Unix socket to listen on; made with mode 0660 in a folder that not everybody may write.", HelpName = "PATH" };
    private readonly Option<int?> _port = new("--port") { Description = "Port to listen on at 127.0.0.1, instead of a socket; 0 takes a free one. Needs --bearer-file.", HelpName = "N" };

    private readonly Option<string?> _bearer = new("--bearer-file")
    {
        Description = "File of mode 0600 with the secret, at least 32 characters, that callers send as 'Authorization: Bearer …'. Optional with --socket.",
        HelpName = "FILE",
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        Description = "Seconds, 1 to 120, after which a check is answered as unsure whatever the hub does.",
        HelpName = "SECONDS",
        DefaultValueFactory = static _ => 10,
    };

    private readonly Option<int> _outboxLimit = new("--outbox-limit")
    {
        Description = "Most checks kept for a hub that is away, and events that nobody has taken yet, together: 0 to 1000000; 0 keeps none.",
        HelpName = "N",
        DefaultValueFactory = static _ => 100_000,
    };

    private readonly Option<int> _watchLimit = new("--watch-limit") { Description = "Most applicants watched, 0 to 10000000.", HelpName = "N", DefaultValueFactory = static _ => 1_000_000 };
    private readonly Option<int> _keptEntryKeys = new("--kept-entry-keys")
    {
        Description = "Entry keys kept on disk, sealed, so that a restart or a second agent of the profile does not pay again: 0 to 10000000; 0 keeps none.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1_000_000,
    };

    private readonly Option<string?> _webhook = new("--webhook") { Description = "Address that events are posted to, https, or http on this machine. Needs --webhook-secret-file.", HelpName = "URL" };
    private readonly Option<string?> _webhookSecret = new("--webhook-secret-file") { Description = "File of mode 0600 with the secret, at least 32 characters, that signs what is posted.", HelpName = "FILE" };

    private readonly Option<LogLevel> _logLevel = new("--log-level")
    {
        Description = "Least level of what is logged on standard error. No level logs an identifier, a handle or a secret.",
        HelpName = "LEVEL",
        DefaultValueFactory = static _ => LogLevel.Warning,
    };

    public static Command Create(TimeProvider time)
    {
        ServeCommand serve = new();
        Command command = new("serve", "Runs the agent until SIGTERM or Ctrl-C; then it finishes the requests in flight.\n\n" + ExitCode.Table)
        {
            serve._profile, serve._list, serve._onUncertain, serve._shadow, serve._socket, serve._port, serve._bearer, serve._timeout,
            serve._outboxLimit, serve._watchLimit, serve._keptEntryKeys, serve._webhook, serve._webhookSecret, serve._logLevel,
        };
        serve._onUncertain.AcceptOnlyFromAmong("open", "closed");
        command.SetAction((parse, cancellationToken) => RunAsync(parse.InvocationConfiguration, () => serve.Read(parse), time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(InvocationConfiguration console, Func<AgentSettings> read, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            AgentSettings settings = read();
            await using AgentHost host = await AgentHost.StartAsync(settings, time, logging => AgentLogging.Configure(logging, settings.LogLevel), cancellationToken);
            console.Output.WriteLine($"bex-agent listens on {host.Address}");
            console.Output.Flush();
            await host.WaitAsync(cancellationToken);
            return ExitCode.Stopped;
        }
        catch (SetupException exception)
        {
            console.Error.WriteLine($"bex-agent: {exception.Message}");
            return exception.ExitCode;
        }
    }

    private AgentSettings Read(ParseResult parse)
    {
        string? socket = parse.GetValue(_socket);
        int? port = parse.GetValue(_port);
        int timeout = parse.GetValue(_timeout);
        string? policy = parse.GetValue(_onUncertain);
        bool shadow = parse.GetValue(_shadow);
        string? fault = (socket, port, timeout) switch
        {
            _ when policy is null && !shadow => "Say what an uncertain answer means: --on-uncertain open or closed. Or only measure: --shadow.",
            _ when policy is not null && shadow => "With --shadow nothing is answered: leave --on-uncertain away.",
            _ when shadow && parse.GetValue(_webhook) is not null => "With --shadow nothing is told: leave --webhook away.",
            (null, null, _) or (not null, not null, _) => "Say where to listen: either --socket PATH or --port N.",
            (null, < 0 or > 65535, _) => "--port is 0 to 65535.",
            (_, _, < 1 or > 120) => "--timeout is 1 to 120 seconds.",
            _ when parse.GetValue(_outboxLimit) is < 0 or > 1_000_000 => "--outbox-limit is 0 to 1000000.",
            _ when parse.GetValue(_watchLimit) is < 0 or > 10_000_000 => "--watch-limit is 0 to 10000000.",
            _ when parse.GetValue(_keptEntryKeys) is < 0 or > 10_000_000 => "--kept-entry-keys is 0 to 10000000.",
            (null, _, _) when parse.GetValue(_bearer) is null => "--port needs --bearer-file FILE: every user of this machine can reach a port.",
            _ => null,
        };
        return fault is not null ? throw new SetupException(ExitCode.Usage, fault) : new AgentSettings
        {
            Profile = parse.GetValue(_profile)!,
            List = parse.GetValue(_list)!,
            OnUncertain = policy == "closed" ? OnUncertain.FailClosed : OnUncertain.FailOpen,
            Shadow = shadow,
            Socket = socket,
            Port = port,
            BearerFile = parse.GetValue(_bearer),
            Patience = TimeSpan.FromSeconds(timeout),
            OutboxLimit = parse.GetValue(_outboxLimit),
            WatchLimit = parse.GetValue(_watchLimit),
            KeptEntryKeys = parse.GetValue(_keptEntryKeys),
            Webhook = parse.GetValue(_webhook),
            WebhookSecretFile = parse.GetValue(_webhookSecret),
            LogLevel = parse.GetValue(_logLevel),
        };
    }
}
