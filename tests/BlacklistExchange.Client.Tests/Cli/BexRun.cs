using System.Text;
using BlacklistExchange.Cli;

namespace BlacklistExchange.Client.Tests.Cli;

/// <summary>One run of <c>bex</c> inside the test's process: what it said and how it ended.</summary>
internal sealed record BexRun(int Code, string Output, string Error)
{
    public string Everything => Output + Error;

    public static Task<BexRun> Async(params string[] arguments) => With(arguments);

    public static async Task<BexRun> With(string[] arguments, byte[]? input = null, bool terminal = false, Func<string, string?>? variable = null, int width = 80)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using MemoryStream stdin = new(input ?? []);
        int code = await BlacklistExchange.Cli.Program.RunAsync(arguments, new CliEnvironment
        {
            Input = stdin,
            Output = output,
            Error = error,
            InputIsTerminal = terminal,
            OutputIsTerminal = terminal,
            ErrorIsTerminal = terminal,
            Width = width,
            Variable = variable ?? (static _ => null),
        });
        return new BexRun(code, output.ToString(), error.ToString());
    }

    public static Task<BexRun> Typing(string line, params string[] arguments) => With(arguments, Encoding.UTF8.GetBytes(line + "\n"), terminal: true);
}
