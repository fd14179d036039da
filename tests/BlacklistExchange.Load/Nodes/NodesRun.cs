using System.Diagnostics;
using BlacklistExchange.Client;

namespace BlacklistExchange.Load.Nodes;

/// <summary>What decision 0009 promises of several nodes, seen on real processes: one line a stage.</summary>
internal static class NodesRun
{
    private static readonly (string Name, Func<ThreeNodes, string, CancellationToken, Task<string>> RunAsync)[] Stages =
    [
        ("restart", RollingRestart.RunAsync),
        ("budget", BudgetRace.RunAsync),
        ("revocation", LiveRevocation.RunAsync),
    ];

    public static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        string stage = "start";
        long start = Stopwatch.GetTimestamp();
        try
        {
            await using ThreeNodes nodes = await ThreeNodes.StartAsync(folder, cancellationToken);
            Say("three nodes over one PostgreSQL, all seen ready by the balancer");
            foreach ((string name, Func<ThreeNodes, string, CancellationToken, Task<string>> runAsync) in Stages)
            {
                (stage, start) = (name, Stopwatch.GetTimestamp());
                string seen = await runAsync(nodes, Path.Combine(folder, "profiles"), cancellationToken);
                nodes.RequireNoFaults();
                Say(seen);
            }
            return ExitCodes.Done;
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception is WrongAnswerException or NotMeasuredException or ExchangeException ? exception.Message : exception.ToString());
            Console.WriteLine($"nodes {stage} FAILED");
            return ExitCodes.Failed;
        }

        void Say(string seen) => Console.WriteLine($"nodes {stage}: {seen} ({Stopwatch.GetElapsedTime(start).TotalSeconds:0} s)");
    }
}
