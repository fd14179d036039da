using System.Diagnostics;
using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo;

/// <summary>The Beijing week, act by act. Every figure is counted from what the members' own programs wrote.</summary>
internal static class Show
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("bex-demo-").FullName;
        string world = PrepareWorld(options, folder);
        HubStage hub = new(folder);
        bool kept = false;
        try
        {
            Say("The Beijing week of February 2020, with invented people. Five platforms, a courier, a market regulator.");
            Cast cast = await Cast.EnrolAsync(hub, folder, cancellationToken);
            Say($"The hub runs as process {hub.ProcessId} on {hub.Address("member")}; {cast.Everybody.Count} members hold certificates of their own.");

            Reporting.Tally reported = await Reporting.RunAsync(hub, cast, world, options.WithoutAct, Say, cancellationToken);
            Screening.Tally found = await Screening.RunAsync(cast, world, Say, cancellationToken);
            HubView view = await HubView.LookAsync(hub, world, cancellationToken);
            NaiveView naive = NaiveView.Reverse(world, Say);

            Summary.Print(options, world, reported, found, view, naive);
            if (options.Keep)
            {
                kept = true;
                hub.LeaveUp();
                Summary.PrintCommands(hub, cast, world, folder);
            }
            return Summary.ExitCode(world, options, reported, found, view);
        }
        finally
        {
            await hub.DisposeAsync();
            if (!kept)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>A folder with the world that was asked for.</summary>
    public static string PrepareWorld(DemoOptions options, string folder)
    {
        if (options.Data is { } data)
        {
            return File.Exists(WorldFiles.Truth(data)) ? data : throw new DemoException($"{data} holds no world: truth.csv is missing.");
        }
        string shipped = Path.Combine(AppContext.BaseDirectory, "data");
        if (options.Seed == DemoOptions.ShippedSeed && File.Exists(WorldFiles.Truth(shipped)))
        {
            return shipped;
        }
        string generated = Path.Combine(folder, "world");
        WorldFiles.Write(generated, World.Generate(options.Seed));
        return generated;
    }

    private static void Say(string line) => Console.WriteLine($"{Clock.Elapsed.TotalSeconds,5:F1} s  {line}");
}
