using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub budget set [ENTITY] --list … --kind … --reason …</c></summary>
internal static class SetBudgetCommand
{
    public static Command Create()
    {
        Argument<string?> entity = new("entity") { Arity = ArgumentArity.ZeroOrOne, Description = "The entity; none for --hub-wide." };
        Option<string> list = new("--list") { Required = true, Description = "The list." };
        Option<string> kind = new("--kind") { Required = true, Description = "The identifier kind." };
        Option<long?> burst = new("--burst") { Description = "Units at once; refills within an hour." };
        Option<long?> day = new("--day") { Description = "Units a UTC day." };
        Option<long?> epoch = new("--epoch") { Description = "Units an epoch." };
        Option<long?> renewal = new("--renewal") { Description = "Units an epoch for carrying over its own reports." };
        Option<long?> hubWide = new("--hub-wide") { Description = "Units an epoch that all members together may spend." };
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("set", "Sets an entity's limits by hand, or the hub-wide budget.") { entity, list, kind, burst, day, epoch, renewal, hubWide, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            SetBudgetRequest request = new(
                parse.GetRequiredValue(list), parse.GetRequiredValue(kind), parse.GetRequiredValue(reason), parse.GetValue(entity),
                parse.GetValue(burst), parse.GetValue(day), parse.GetValue(epoch), parse.GetValue(renewal), parse.GetValue(hubWide));
            BudgetsResponse budgets = await call.Client.PostAsync("budgets", request, MembersJson.Default.SetBudgetRequest, MembersJson.Default.BudgetsResponse, cancellationToken);
            call.Print(budgets, MembersJson.Default.BudgetsResponse, ShowBudgetCommand.Text(budgets));
        });
        return command;
    }
}
