using System.CommandLine;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Cli;

namespace BlacklistExchange.Agent;

/// <summary>The command line of bex-agent.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        HardenProcess.Run(Console.Error);
        RootCommand root = new("bex-agent is the SDK as a local HTTP service, for programs that do not run .NET.\n\n" + ExitCode.Table)
        {
            ServeCommand.Create(TimeProvider.System), HealthCommand.Create(), ShadowReportCommand.Create(),
        };
        // A response file (@name) would let a file decide what is on the command line.
        ParseResult parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        // The host has its own handling of SIGTERM, which lets requests in flight finish.
        int code = await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parse.Errors.Count > 0 ? ExitCode.Usage : code;
    }
}
