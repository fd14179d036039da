using System.CommandLine;
using BlacklistExchange.Server.Lists;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub list show [NAME]</c></summary>
internal static class ShowListCommand
{
    public static Command Create()
    {
        Argument<string?> name = new("name") { Arity = ArgumentArity.ZeroOrOne, Description = "One list with its policy; none shows all in short." };
        Command command = new("show", "Shows lists and their policies.") { name };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            if (call.Parse.GetValue(name) is { } one)
            {
                ListResponse list = await call.Client.GetAsync($"lists/{Uri.EscapeDataString(one)}", ListsJson.Default.ListResponse, cancellationToken);
                call.Print(list, ListsJson.Default.ListResponse, Text(list));
                return;
            }
            AllListsResponse all = await call.Client.GetAsync("lists", ListsJson.Default.AllListsResponse, cancellationToken);
            call.Print(all, ListsJson.Default.AllListsResponse, new TextTable("List", "Kinds", "Sectors", "Scope").Rows(all.Lists, static list =>
                [list.Name, string.Join(',', list.Kinds), string.Join(',', list.Sectors), list.Scope]).ToString());
        });
        return command;
    }

    private static string Text(ListResponse list) => $"""
        {list.Name}: {list.Scope}
        kinds {string.Join(", ", list.Kinds)}; sectors {string.Join(", ", list.Sectors)}; suite {list.Suite}
        epochs of {list.EpochDays} days, {list.OverlapDays} of overlap; new entries within {list.ReleaseDelaySeconds / 3600.0:0.#} h; policy version {list.PolicyVersion}

        {new TextTable("Evidence", "Notice served", ">Origins", "Outcome").Rows(list.Policy.Ladder, static rule => [rule.Evidence, rule.NoticeServed ? "yes" : "any", rule.Origins, rule.Outcome])}
        {new TextTable("Category", ">Days").Rows(list.Policy.ExpiryDays, static pair => [pair.Key, pair.Value])}
        {new TextTable("Role", "Sector", "Kind", "Purposes").Rows(
            list.Policy.Purposes.GroupBy(static rule => (rule.Role, rule.Sector, rule.Kind, rule.Allowed)),
            static of => [of.Key.Role, of.Key.Sector ?? "any", of.Key.Kind ?? "any", (of.Key.Allowed ? "" : "not ") + string.Join(' ', of.Select(static rule => rule.Purpose))])}
        """;
}
