using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using BlacklistExchange.Benchmarks.Agents;
using BlacklistExchange.Benchmarks.Bulk;
using BlacklistExchange.Benchmarks.Copies;
using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Benchmarks.Guesses;
using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Benchmarks.Lists;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks;

/// <summary>A group of figures that are measured together: one command, one result file, one last line.</summary>
/// <param name="Name">Name of the command and of the result file.</param>
/// <param name="Title">What is measured.</param>
/// <param name="Measure">Measures; the flag asks for the quick form.</param>
internal sealed record FigureGroup(string Name, string Title, Func<bool, CancellationToken, Task<Report>> Measure)
{
    /// <summary>Every group. A new one is one line here.</summary>
    public static IReadOnlyList<FigureGroup> All { get; } =
    [
        new("group", "The group and the VOPRF on one core, ristretto255-SHA512, batches of 1024", GroupFigures.MeasureAsync),
        new("guess", "Brute force on one core: a shared salted hash against a stolen epoch key", static (quick, _) => Task.FromResult(GuessFigures.Measure(quick))),
        new("list", "A list of 1,000,000 entries: built at the hub, opened and searched at the member", ListFigures.MeasureAsync),
        new("bulk", "A member that screens a whole customer base against a list as large", BulkFigures.MeasureAsync),
        new("agent", "A platform's day through one bex-agent: sign-ups, and parcels of known senders", AgentFigures.MeasureAsync),
        new("hub", "A hub over mTLS on loopback", HubFigures.MeasureAsync),
        new("mixed", "A hub under mixed load at 60 % of its capacity, ten minutes", MixedFigures.MeasureAsync),
        new("backup", "A backup of a running hub with 1,000,000 entries, and the way back from it", BackupFigures.MeasureAsync),
    ];

    public Command ToCommand()
    {
        Option<bool> quick = new("--quick") { Description = "Under a minute. Without it, more rounds." };
        Option<bool> write = new("--write") { Description = $"Write results/{Name}.md." };
        Command command = new(Name, Title + ".") { quick, write };
        command.SetAction((parse, cancellationToken) => PrintAsync(() => RunAsync(parse.GetValue(quick), parse.GetValue(write), cancellationToken)));
        return command;
    }

    /// <summary>Measures, prints a table and, as the last line, the pairs.</summary>
    public static async Task<int> PrintAsync(Func<Task<Report>> measure)
    {
        try
        {
            RequireOptimized();
            Report report = await measure();
            foreach (Figure figure in report.Figures)
            {
                Console.WriteLine($"{figure.Name,-24} {figure.Text,12}  {figure.SpreadText,-20}  {figure.Meaning}");
            }

            Console.WriteLine(report.LastLine);
            return ExitCodes.Done;
        }
        catch (NotMeasuredException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCodes.NotMeasured;
        }
    }

    private async Task<Report> RunAsync(bool quick, bool write, CancellationToken cancellationToken)
    {
        Report report = await Measure(quick, cancellationToken);
        if (write)
        {
            string command = $"dotnet run -c Release --project tests/BlacklistExchange.Benchmarks -- {Name}{(quick ? " --quick" : "")} --write";
            Console.WriteLine($"wrote {ResultFile.Write(Name, Title, command, report, TimeProvider.System)}");
        }

        return report;
    }

    private static void RequireOptimized()
    {
        if (typeof(Ciphersuite).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            throw new NotMeasuredException("This is a debug build, whose figures mean nothing. Add -c Release to dotnet run.");
        }
    }
}
