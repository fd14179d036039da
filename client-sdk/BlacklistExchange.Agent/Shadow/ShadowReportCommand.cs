using System.CommandLine;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Agent.Shadow;

/// <summary><c>bex-agent shadow-report</c>: reads the agent's database, whether an agent runs or not. Asks nobody and needs no key.</summary>
internal sealed class ShadowReportCommand
{
    private const int MostWeeks = 1000;

    private readonly Option<string> _profile = new("--profile") { Description = "Directory of the profile.", HelpName = "DIR", Required = true };
    private readonly Option<string> _list = new("--list") { Description = "List that was asked.", HelpName = "NAME", Required = true };
    private readonly Option<int> _weeks = new("--weeks") { Description = "How many weeks, the newest that have figures.", HelpName = "N", DefaultValueFactory = static _ => 8 };
    private readonly Option<bool> _live = new("--live") { Description = "Checks that were answered, not those of shadow mode. What a member decides after a verdict says less about the list." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object instead of tables." };

    public static Command Create()
    {
        ShadowReportCommand report = new();
        Command command = new("shadow-report", "Prints by week what checks found and how it agrees with what the member itself decided.") { report._profile, report._list, report._weeks, report._live, report._json };
        command.SetAction(report.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        InvocationConfiguration console = parse.InvocationConfiguration;
        try
        {
            string list = parse.GetValue(_list)!;
            Mode mode = parse.GetValue(_live) ? Mode.Live : Mode.Shadow;
            IReadOnlyList<WeekFigures> weeks = Read(parse.GetValue(_profile)!, list, mode, parse.GetValue(_weeks));
            foreach (string line in parse.GetValue(_json) ? [JsonLine.Of(WeekReport.Json(list, mode, weeks))] : WeekReport.Text(list, mode, weeks))
            {
                console.Output.WriteLine(line);
            }
            return ExitCode.Stopped;
        }
        catch (SetupException exception)
        {
            console.Error.WriteLine($"bex-agent: {exception.Message}");
            return exception.ExitCode;
        }
    }

    private static IReadOnlyList<WeekFigures> Read(string profile, string list, Mode mode, int weeks)
    {
        if (!Slug.IsValid(list) || weeks is < 1 or > MostWeeks)
        {
            throw new SetupException(ExitCode.Usage, $"--list is the name of a list, and --weeks is 1 to {MostWeeks}.");
        }
        if (!AgentDatabase.Exists(profile, list))
        {
            throw new SetupException(ExitCode.Profile, $"No agent has run for the list {list} in this profile.");
        }
        using AgentDatabase database = new(profile, list);
        return [.. database.Read(connection => WeekSql.Figures(connection, mode, weeks)).GroupBy(static one => one.Week)
            .Select(static week => new WeekFigures(week.Key, week.ToDictionary(static one => one.Name, static one => one.Amount)))];
    }
}
