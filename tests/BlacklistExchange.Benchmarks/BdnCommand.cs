using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using BlacklistExchange.Benchmarks.Classes;

namespace BlacklistExchange.Benchmarks;

/// <summary><c>bdn</c>: the same operations one by one under BenchmarkDotNet, for those who change them.</summary>
internal static class BdnCommand
{
    private static readonly Type[] Classes = [typeof(GroupBenchmarks), typeof(VoprfBenchmarks), typeof(ListBenchmarks)];

    public static Command Create()
    {
        Argument<string> filter = new("filter") { DefaultValueFactory = static _ => "*", Description = "Which benchmarks, for example *Voprf* or *.Decode; all if not given." };
        Option<bool> list = new("--list") { Description = "Only names them." };
        Command command = new("bdn", "Runs the BenchmarkDotNet classes.") { filter, list };
        command.SetAction(parse => Run(parse.GetValue(filter)!, parse.GetValue(list)));
        return command;
    }

    /// <summary>In this process: the tool's own way, a generated project for each run, would have to be told about central packages and lock files.</summary>
    private static int Run(string filter, bool list)
    {
        IConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "BenchmarkDotNet.Artifacts"))
            .AddFilter(new GlobFilter([filter]))
            .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance));
        BenchmarkRunInfo[] chosen = [.. Classes.Select(type => BenchmarkConverter.TypeToBenchmarks(type, config)).Where(static run => run.BenchmarksCases.Length > 0)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"No benchmark matches '{filter}'. They are named by: bdn --list");
            return ExitCodes.Usage;
        }

        if (list)
        {
            Array.ForEach(chosen, static run => Array.ForEach(run.BenchmarksCases, static each => Console.WriteLine(each.DisplayInfo)));
            return ExitCodes.Done;
        }

        return BenchmarkRunner.Run(chosen).All(static summary => summary.Reports.Length > 0 && summary.Reports.All(static report => report.Success)) ? ExitCodes.Done : ExitCodes.NotMeasured;
    }
}
