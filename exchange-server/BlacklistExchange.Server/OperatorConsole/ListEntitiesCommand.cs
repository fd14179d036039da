using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub entity list</c></summary>
internal static class ListEntitiesCommand
{
    public static Command Create()
    {
        Command command = new("list", "Shows all legal entities.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            EntitiesResponse all = await call.Client.GetAsync("entities", MembersJson.Default.EntitiesResponse, cancellationToken);
            call.Print(all, MembersJson.Default.EntitiesResponse, new TextTable("Entity", "Name", "Registry number", "Parent", "Top")
                .Rows(all.Entities, static entity => [entity.Slug, entity.Name, entity.RegistryNumber, entity.Parent, entity.Top]).ToString());
        });
        return command;
    }
}
