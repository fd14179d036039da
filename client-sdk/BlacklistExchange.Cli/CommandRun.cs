using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli;

/// <summary>One run of one command: what it was given, and the way its faults become an exit code and a sentence on stderr.</summary>
internal sealed class CommandRun
{
    private readonly CliEnvironment _environment;
    private readonly ParseResult _parse;
    private readonly GlobalOptions _globals;

    private CommandRun(CliEnvironment environment, GlobalOptions globals, ParseResult parse) => (_environment, _globals, _parse) = (environment, globals, parse);

    public CliEnvironment Environment => _environment;

    public bool Json => _parse.GetValue(_globals.Json);

    public string? ProfileOption => _parse.GetValue(_globals.Profile);

    public T? Value<T>(Option<T> option) => _parse.GetValue(option);

    public T? Value<T>(Argument<T> argument) => _parse.GetValue(argument);

    /// <summary>Gives a command its action.</summary>
    public static void Bind(Command command, CliEnvironment environment, GlobalOptions globals, Func<CommandRun, CancellationToken, Task<int>> run) =>
        command.SetAction(async (parse, cancellationToken) =>
        {
            CommandRun one = new(environment, globals, parse);
            try
            {
                return await run(one, cancellationToken);
            }
            catch (Exception exception) when (CodeOf(exception) is { } code)
            {
                one.Fail(exception is OperationCanceledException ? "Interrupted." : exception.Message, code);
                return code;
            }
        });

    /// <summary>A result line.</summary>
    public void Say(string line) => _environment.Output.WriteLine(line);

    /// <summary>A JSON object on a line of its own.</summary>
    public void Say(JsonObject value) => _environment.Output.WriteLine(JsonLine.Of(value));

    public void Say(TextTable table)
    {
        foreach (string line in table.Lines(_environment.Width))
        {
            Say(line);
        }
    }

    /// <summary>A remark that is not a result.</summary>
    public void Remark(string line) => _environment.Error.WriteLine(line);

    /// <summary>A result in one of a few colours, where there are colours.</summary>
    public string Coloured(string text, Colour colour) => _environment.HasColours ? $"\u001b[{(int)colour}m{text}\u001b[0m" : text;

    private void Fail(string message, int code) => Remark(Json
        ? JsonLine.Of(new JsonObject { ["error"] = message, ["exit_code"] = code })
        : $"bex: {DisplayWidth.Harmless(message)}");

    private static int? CodeOf(Exception exception) => exception switch
    {
        InputException => ExitCode.Usage,
        ProfileException or VaultException or ListStorageException => ExitCode.Profile,
        HubUnreachableException or HubUntrustedException => ExitCode.Network,
        ExchangeException => ExitCode.Refused,
        OperationCanceledException => ExitCode.Interrupted,
        IOException or UnauthorizedAccessException => ExitCode.Profile,
        _ => null,
    };
}
