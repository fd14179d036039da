using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex retract</c>: withdraws one's own report, whole or one item.</summary>
internal static class RetractCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        Argument<string> report = new("REPORT-ID") { Description = "Report id from the receipt." };
        Option<int?> item = new("--item") { Description = "Only this item, from 0. Default: all.", HelpName = "N" };
        ClientOptions client = new();
        Command command = new("retract", "Withdraw one of your own reports. Needs no identifier and costs nothing; may be repeated.") { report, item };
        client.AddTo(command);
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) => RetractAsync(run, client, run.Value(report)!, run.Value(item), cancellationToken));
        return command;
    }

    private static async Task<int> RetractAsync(CommandRun run, ClientOptions options, string report, int? item, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(report, "D", out Guid id) || item is < 0 or > 499)
        {
            throw new InputException("REPORT-ID is the 36 characters of the receipt, --item a number from 0 to 499.");
        }
        await using ExchangeClient client = await options.OpenAsync(run, cancellationToken);
        RetractionResponse answer = await client.RetractAsync(id, item, cancellationToken);
        TextTable table = new(new("item", IsNumber: true), new("state after"), new("tag"));
        foreach (RetractedItem one in answer.Items)
        {
            table.Add(one.Index.ToString(System.Globalization.CultureInfo.InvariantCulture), one.State, one.Tag);
        }
        if (run.Json)
        {
            run.Say(new JsonObject
            {
                ["report_id"] = id.ToString(),
                ["items"] = new JsonArray([.. answer.Items.Select(static one => new JsonObject { ["item"] = one.Index, ["state"] = one.State, ["tag"] = one.Tag })]),
            });
            return ExitCode.Clear;
        }
        run.Say(table);
        return ExitCode.Clear;
    }
}
