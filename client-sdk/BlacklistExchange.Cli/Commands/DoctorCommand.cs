using System.CommandLine;
using BlacklistExchange.Cli.Diagnosis;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex doctor</c>: looks at everything a query needs, from the files here to the list there; every finding says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        ClientOptions client = new();
        Command command = new("doctor", "Look at keys, certificates, network, clock, list, budget; say what to do.");
        client.AddTo(command);
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) => LookAsync(run, client, cancellationToken));
        return command;
    }

    private static async Task<int> LookAsync(CommandRun run, ClientOptions options, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        ExchangeProfile profile = ProfilePlace.Open(run);
        if (!profile.IsEnrolled)
        {
            Tell(run, findings, Finding.Broken("profile", "it has no bundle yet", "send request.pem to the operator, then: bex profile import BUNDLE", ExitCode.Profile));
            return ExitCode.Profile;
        }
        Tell(run, findings, [.. ProfileCheck.Look(profile, run.Environment.Time.GetUtcNow())]);
        Tell(run, findings, [.. await ConnectionCheck.LookAsync(profile, run.Environment, cancellationToken)]);
        Finding clock = await HubCheck.ClockAsync(profile, run.Environment, cancellationToken);
        Tell(run, findings, clock);
        if (clock.State != FindingState.Broken)
        {
            await using ExchangeClient client = await options.OpenAsync(run, cancellationToken);
            Tell(run, findings, [.. await HubCheck.LookAsync(client, run.Environment, cancellationToken)]);
        }
        int code = findings.Select(static one => one.ExitCode).Aggregate(ExitCode.Clear, ExitCode.Worse);
        if (!run.Json)
        {
            run.Say(code == ExitCode.Clear ? "All is well." : $"{findings.Count(static one => one.State != FindingState.Ok)} of {findings.Count} findings need something done.");
        }
        return code;
    }

    private static void Tell(CommandRun run, List<Finding> findings, params Finding[] more)
    {
        findings.AddRange(more);
        foreach (Finding one in more)
        {
            if (run.Json)
            {
                run.Say(one.ToJson());
                continue;
            }
            (string mark, Colour colour) = one.State switch
            {
                FindingState.Ok => ("ok  ", Colour.Green),
                FindingState.Attention => ("look", Colour.Yellow),
                _ => ("BAD ", Colour.Red),
            };
            Indent(run, $"{run.Coloured(mark, colour)} {one.Subject + ":",-19}", one.What);
            if (one.Do is { } advice)
            {
                Indent(run, new string(' ', 21) + "-> ", advice);
            }
        }
    }

    private static void Indent(CommandRun run, string head, string text)
    {
        const int Column = 24;
        foreach (string line in DisplayWidth.Wrap(DisplayWidth.Harmless(text), Math.Max(20, Math.Min(run.Environment.Width, TextTable.DefaultWidth) - Column)))
        {
            run.Say(head + line);
            head = new string(' ', Column);
        }
    }
}
