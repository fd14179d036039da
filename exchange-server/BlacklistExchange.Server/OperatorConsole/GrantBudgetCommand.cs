using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub budget grant ENTITY --list … --kind … --units … --until … --reason …</c></summary>
internal static class GrantBudgetCommand
{
    public static Command Create()
    {
        Argument<string> entity = new("entity") { Description = "The entity." };
        Option<string> list = new("--list") { Required = true, Description = "The list." };
        Option<string> kind = new("--kind") { Required = true, Description = "The identifier kind." };
        Option<long> units = new("--units") { Required = true, Description = "Units beside burst, day and epoch; spent first." };
        Option<string> until = new("--until") { Required = true, Description = "When it ends: +7d or 2026-05-01." };
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("grant", "Grants units for a surge or for screening a whole customer base.") { entity, list, kind, units, until, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            GrantBudgetRequest request = new(parse.GetRequiredValue(entity), parse.GetRequiredValue(list), parse.GetRequiredValue(kind), parse.GetRequiredValue(units),
                parse.GetRequiredValue(until), parse.GetRequiredValue(reason));
            BudgetsResponse budgets = await call.Client.PostAsync("budgets/grants", request, MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, cancellationToken);
            call.Print(budgets, MembersJson.Default.BudgetsResponse, ShowBudgetCommand.Text(budgets));
        });
        return command;
    }
}
