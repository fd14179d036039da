using System.CommandLine;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub budget show [ENTITY] [--list NAME]</c></summary>
internal static class ShowBudgetCommand
{
    public static Command Create()
    {
        Argument<string?> entity = new("entity") { Arity = ArgumentArity.ZeroOrOne, Description = "One entity's family; none shows all." };
        Option<string?> list = new("--list") { Description = "One list." };
        Command command = new("show", "Shows what is left of budgets, and how long a sweep would take on each.") { entity, list };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            List<string> query = [];
            Add(query, "entity", call.Parse.GetValue(entity));
            Add(query, "list", call.Parse.GetValue(list));
            BudgetsResponse budgets = await call.Client.GetAsync($"budgets?{string.Join('&', query)}", MembersJson.Default.BudgetsResponse, cancellationToken);
            call.Print(budgets, MembersJson.Default.BudgetsResponse, Text(budgets));
        });
        return command;
    }

    public static string Text(BudgetsResponse budgets) => $"""
        {new TextTable("Entity", "List/ep", "Kind", ">Burst", ">Day", ">Epoch", ">Left", ">Grants", ">Sweep").Rows(budgets.Entities, static of =>
            [of.Entity, $"{of.List}/{of.Epoch}", of.Kind, of.Burst.Remaining, of.Day.Remaining, of.EpochTotal.Remaining, Share(of.EpochTotal), of.Granted.Remaining, BundleFile.Years(of.YearsToSweep)])}
        {new TextTable("All", "List/ep", "Kind", ">Epoch", ">Left", ">Key has done").Rows(budgets.Hub, static of =>
            ["hub-wide", $"{of.List}/{of.Epoch}", of.Kind, of.HubWide.Remaining, Share(of.HubWide), Done(of.Key)])}
        Units left now, grants beside them. Sweep: years to try every value of a kind.
        """;

    private static string Share(BudgetCounter counter) => counter.Limit == 0 ? "–" : ((double)counter.Remaining / counter.Limit).ToString("P0");

    private static long Done(BudgetCounter key) => key.Limit - key.Remaining;

    private static void Add(List<string> query, string name, string? value)
    {
        if (value is not null)
        {
            query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
