using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex renew</c>: carries one's own reports into the newest epoch, and sends what a stop left unanswered.</summary>
internal static class RenewCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        ClientOptions client = new();
        Command command = new("renew", "Carry your own reports into the newest epoch. What nobody renews ends with its epoch. Has a budget of its own; may be repeated.");
        client.AddTo(command);
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) => RenewAsync(run, client, cancellationToken));
        return command;
    }

    private static async Task<int> RenewAsync(CommandRun run, ClientOptions options, CancellationToken cancellationToken)
    {
        await using ExchangeClient client = await options.OpenAsync(run, cancellationToken);
        IReadOnlyList<ResumedReport> resumed = await client.ResumeReportsAsync(cancellationToken);
        foreach (ResumedReport one in resumed.Where(static one => one.Failure is not null))
        {
            run.Remark($"report {one.ReportId} has no receipt yet: {one.Failure!.Message}");
        }
        RenewalReport report = await client.RenewAsync(cancellationToken);
        int sent = resumed.Count(static one => one.Receipt is not null);
        if (run.Json)
        {
            run.Say(new JsonObject { ["epoch"] = report.Epoch, ["renewed"] = report.Renewed, ["already_renewed"] = report.AlreadyRenewed, ["ended"] = report.Ended, ["resent"] = sent });
        }
        else
        {
            run.Say($"Epoch {report.Epoch}: {report.Renewed} items carried over, {report.AlreadyRenewed} were there already, {report.Ended} have ended. {sent} unanswered reports were sent again.");
        }
        return resumed.Count > sent ? ExitCode.Refused : ExitCode.Clear;
    }
}
