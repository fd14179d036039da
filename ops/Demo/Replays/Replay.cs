using System.Diagnostics;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Demo.Stage;
using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo.Replays;

/// <summary>Four platforms report; the fifth lives through days of sign-ups without an agent, with one in shadow mode, and, as a control, with one that answers.</summary>
internal static class Replay
{
    private const int Columns = 80;
    private const string Indent = "         ";

    /// <summary>A whole replay is one day to the hub: four times this is what it may spend.</summary>
    private const string Declared = "phone=14000/day,resident-id=14000/day,uscc=14000/day,bank-card=14000/day";

    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("bex-demo-").FullName;
        HubStage hub = new(folder);
        try
        {
            string world = Show.PrepareWorld(options, folder);
            MemberStage trial = await OpenAsync(hub, folder, world, cancellationToken);
            int days = options.ShadowDays!.Value;
            int window = Math.Clamp(days / 4, 1, 7);
            IReadOnlyList<SignUp> signUps = SignUps.Generate(options.Seed, days, options.SignUps, Expelled(world), window);
            Say($"{signUps.Count} people sign up at {trial.Slug} within {days} days; whom it has not caught within {window} it keeps. An agent counts by its own clock, to which all of this is one week.");
            return await LiveAsync(trial, signUps, () => new Platform(signUps, days, window, Say), cancellationToken);
        }
        finally
        {
            await hub.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> LiveAsync(MemberStage trial, IReadOnlyList<SignUp> signUps, Func<Platform> platform, CancellationToken cancellationToken)
    {
        string without = trial.At("decisions-without.csv"), with = trial.At("decisions-with.csv"), control = trial.At("decisions-control.csv");
        Say("First without an agent.");
        await platform().RunAsync(null, without, cancellationToken);

        Say("The same again with bex-agent serve --shadow.");
        Platform shadow = platform();
        await using (AgentStage agent = await AgentStage.StartAsync(trial, "shadow", ["--shadow"], cancellationToken))
        {
            await shadow.RunAsync(agent, with, cancellationToken);
            await MeasuredAsync(trial, signUps.Count, cancellationToken);
        }
        string report = (await ReportAsync(trial, [], cancellationToken)).TrimEnd('\n');
        JsonNode total = JsonNode.Parse(await ReportAsync(trial, ["--json"], cancellationToken))!["total"]!;

        Say("As a control, the same with an agent that answers.");
        Platform answered = platform();
        await using (AgentStage agent = await AgentStage.StartAsync(trial, "live", ["--on-uncertain", "open"], cancellationToken))
        {
            await answered.RunAsync(agent, control, cancellationToken);
        }
        return ReplaySummary.Print(signUps, report, total, shadow.Answers, answered.Answers, new Comparison(without, with), new Comparison(without, control));
    }

    /// <summary>The exchange with what four platforms reported and the regulator listed; the fifth looks on.</summary>
    private static async Task<MemberStage> OpenAsync(HubStage hub, string folder, string world, CancellationToken cancellationToken)
    {
        Say("The Beijing week of February 2020, with invented people; and the month after it.");
        Cast cast = await Cast.EnrolAsync(hub, folder, cancellationToken, Declared);
        Cast four = cast with { Platforms = [.. cast.Platforms.SkipLast(1)] };
        Reporting.Tally reported = await Reporting.RunAsync(hub, four, world, withoutAct: false, static _ => { }, cancellationToken);
        string names = string.Join("、", World.Platforms.SkipLast(1).Select(static one => one.Name));
        Say($"{names} report {reported.Merchants.Values.Sum()} merchants, the regulator lists their {reported.Listed} numbers. {World.Platforms[^1].Name} ({World.Platforms[^1].Slug}) tries the list.");
        return cast.Platforms[^1];
    }

    /// <summary>The merchants whom the four expelled, from their own files.</summary>
    private static IReadOnlyList<Person> Expelled(string world) =>
        [.. World.Platforms.SkipLast(1).SelectMany(platform => WorldFiles.Read(WorldFiles.Expelled(world, platform.Slug))).GroupBy(static cells => cells[0])
            .Select(static rows => rows.ToDictionary(static cells => cells[1], static cells => cells[3]))
            .Select(static numbers => new Person(numbers["phone"], numbers["resident-id"], numbers["uscc"], numbers["bank-card"]))];

    /// <summary>The platform has its answers long before the checks are made.</summary>
    private static async Task MeasuredAsync(MemberStage trial, int all, CancellationToken cancellationToken)
    {
        long last = -1;
        while (true)
        {
            long checks = (long)JsonNode.Parse(await ReportAsync(trial, ["--json"], cancellationToken))!["total"]!["checks"]!;
            if (checks >= all)
            {
                return;
            }
            if (checks != last)
            {
                Say($"{checks} of {all} checks are made, behind the platform's back.");
                last = checks;
            }
            await Task.Delay(1000, cancellationToken);
        }
    }

    private static async Task<string> ReportAsync(MemberStage trial, string[] more, CancellationToken cancellationToken) =>
        (await Tool.MustAsync("bex-agent", ["shadow-report", "--profile", trial.Profile, "--list", MemberStage.List, .. more], [], cancellationToken)).Output;

    private static void Say(string line)
    {
        string[] lines = [.. DisplayWidth.Wrap(line, Columns - Indent.Length)];
        Console.WriteLine($"{Clock.Elapsed.TotalSeconds,5:F1} s  {lines[0]}");
        foreach (string more in lines.Skip(1))
        {
            Console.WriteLine(Indent + more);
        }
    }
}
