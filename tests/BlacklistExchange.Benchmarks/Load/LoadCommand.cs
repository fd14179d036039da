using System.CommandLine;
using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Benchmarks.Measuring;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary><c>load</c>: presses a hub of its own for a fixed time and prints throughput and percentiles.</summary>
internal static class LoadCommand
{
    private const int ConnectionsPerCertificate = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        Option<string> scenario = new("--scenario") { Required = true, Description = string.Join("; ", Scenario.All.Select(static each => $"{each.Name} = {each.Description}")) };
        scenario.AcceptOnlyFromAmong([.. Scenario.All.Select(static each => each.Name)]);
        Option<int> seconds = Number("--seconds", 10, 1, 3600, "How long to measure, after 3 s that are not.");
        Option<int> connections = Number("--connections", 8, 1, 1000, "HTTP/2 connections with client certificates, dealt to the members in turn.");
        Option<int> streams = Number("--streams", 2, 1, 100, "Requests at once on each connection.");
        Option<int> members = Number("--members", 8, 1, 100, "Members of one entity, each with a certificate of its own.");
        Command command = new("load", "Starts a hub on loopback, presses it over mTLS and prints throughput and percentiles.") { scenario, seconds, connections, streams, members };
        command.SetAction((parse, cancellationToken) => FigureGroup.PrintAsync(async () =>
        {
            LoadPlan plan = new(parse.GetValue(connections), parse.GetValue(streams), WarmUp, TimeSpan.FromSeconds(parse.GetValue(seconds)));
            RequireRoom(plan.Connections, parse.GetValue(members));
            await using HubWorld world = await HubWorld.StartAsync(parse.GetValue(members), cancellationToken);
            LoadResult result = await LoadRun.RunAsync(world, Scenario.Of(parse.GetValue(scenario)!), plan, cancellationToken);
            return new Report(Figures(result, world), []);
        }));
        return command;
    }

    private static void RequireRoom(int connections, int members)
    {
        int each = (connections + members - 1) / members;
        if (each > ConnectionsPerCertificate)
        {
            throw new NotMeasuredException($"{connections} connections are {each} for each of {members} members, and the hub takes {ConnectionsPerCertificate} for a certificate. Add --members.");
        }
    }

    private static List<Figure> Figures(LoadResult result, HubWorld world)
    {
        List<Figure> figures = [new("requests_per_s", result.RequestsPerSecond, result.Scenario.Description)];
        if (result.Scenario.Elements > 0)
        {
            figures.Add(new("elements_per_s", result.ElementsPerSecond, "elements evaluated with proof"));
        }

        foreach ((string name, double percent) in new[] { ("p50_ms", 50.0), ("p90_ms", 90), ("p99_ms", 99), ("p999_ms", 99.9), ("max_ms", 100) })
        {
            figures.Add(new(name, result.Milliseconds.Percentile(percent), "from sending to the last byte of the answer"));
        }

        figures.Add(new("hub_cpu_us", result.HubMicroseconds, "the hub's processor time for a request, all its threads"));
        figures.Add(new("hub_arithmetic_us", result.HubArithmeticMicroseconds, "of that, its threads while they decode, evaluate and prove"));
        figures.Add(new("hub_rss_mb", world.Hub.ResidentMegabytes, "the hub's resident memory at the end"));
        figures.Add(new("failures", result.Failures.Values.Sum(), result.FailureText));
        return figures;
    }

    private static Option<int> Number(string name, int usual, int least, int most, string description)
    {
        Option<int> option = new(name) { Description = $"{description} {least} to {most}, {usual} if not given.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name} is {value}; it must be {least} to {most}.");
            }
        });
        return option;
    }
}
