using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex budget</c>: what remains of the legal entity's budgets.</summary>
internal static class BudgetCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        ClientOptions client = new();
        Command command = new("budget", "Show what remains of your legal entity's budgets. The day begins anew at 00:00 UTC; an epoch never refills by time.");
        client.AddTo(command);
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) => ShowAsync(run, client, cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(CommandRun run, ClientOptions options, CancellationToken cancellationToken)
    {
        await using ExchangeClient client = await options.OpenAsync(run, cancellationToken);
        BudgetResponse budget = await client.GetBudgetAsync(cancellationToken);
        if (run.Json)
        {
            run.Say(new JsonObject { ["entity"] = budget.Entity, ["budgets"] = new JsonArray([.. budget.Budgets.Select(Describe)]) });
            return ExitCode.Clear;
        }
        run.Say($"Entity {budget.Entity}: units left of the limit");
        TextTable table = new(new("list"), new("kind"), new("epoch", IsNumber: true), new("now", IsNumber: true), new("today", IsNumber: true), new("in the epoch", IsNumber: true));
        foreach (BudgetLine line in budget.Budgets)
        {
            table.Add(line.List, line.Kind, line.Epoch.ToString(CultureInfo.InvariantCulture), Text(line.Burst), Text(line.Day), Text(line.EpochTotal));
        }
        run.Say(table);
        return ExitCode.Clear;
    }

    private static string Text(BudgetCounter counter) => $"{counter.Remaining}/{counter.Limit}";

    private static JsonObject Describe(BudgetLine line) => new()
    {
        ["list"] = line.List,
        ["kind"] = line.Kind,
        ["epoch"] = line.Epoch,
        ["burst"] = Describe(line.Burst),
        ["day"] = Describe(line.Day),
        ["epoch_total"] = Describe(line.EpochTotal),
    };

    private static JsonObject Describe(BudgetCounter counter) => new() { ["limit"] = counter.Limit, ["remaining"] = counter.Remaining, ["full_at"] = counter.FullAt };
}
