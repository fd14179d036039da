using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;
using BlacklistExchange.Cli.Commands;
using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Cli;

/// <summary>The command tree; a new command is one file in Commands/ and one line here.</summary>
internal static partial class Program
{
    public static Task<int> Main(string[] arguments)
    {
        HardenProcess.Run(Console.Error);
        return RunAsync(arguments, CliEnvironment.OfThisProcess());
    }

    internal static async Task<int> RunAsync(string[] arguments, CliEnvironment environment)
    {
        GlobalOptions globals = new();
        RootCommand root = new("Ask a blacklist exchange, report to it, and check that all is well.\n\n" + ExitCode.Table)
        {
            QueryCommand.Create(environment, globals),
            DripCommand.Create(environment, globals),
            ReportCommand.Create(environment, globals),
            RetractCommand.Create(environment, globals),
            SyncCommand.Create(environment, globals),
            BudgetCommand.Create(environment, globals),
            RenewCommand.Create(environment, globals),
            DoctorCommand.Create(environment, globals),
            EmergencyCommand.Create(environment, globals),
            new Command("profile", "This member's keys, certificate and pinned trust.")
            {
                ProfileInitCommand.Create(environment, globals),
                ProfileShowCommand.Create(environment, globals),
                ProfileImportCommand.Create(environment, globals),
                ProfileRenewCommand.Create(environment, globals),
            },
            new Command("identifier", "Identifiers, offline.") { IdentifierCheckCommand.Create(environment, globals) },
        };
        globals.AddTo(root);
        // A response file (@name) would let a file decide what is on the command line; bex takes none.
        ParseResult parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            string[] known = [.. arguments.Where(static argument => argument.StartsWith('-'))];
            foreach (string message in parse.Errors.Select(error => Redact(error.Message, known)).Distinct())
            {
                environment.Error.WriteLine($"bex: {DisplayWidth.Harmless(message)}");
            }
            environment.Error.WriteLine("Try 'bex --help', or --help after a command.");
            return ExitCode.Usage;
        }
        return await parse.InvokeAsync(new InvocationConfiguration { Output = environment.Output, Error = environment.Error });
    }

    /// <summary>A stray word on the command line may be an identifier: only options are repeated.</summary>
    private static string Redact(string message, string[] known) => Quoted().Replace(message, match => known.Contains(match.Groups[1].Value) || match.Groups[1].Value.StartsWith("--", StringComparison.Ordinal) ? match.Value : "'…'");

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
