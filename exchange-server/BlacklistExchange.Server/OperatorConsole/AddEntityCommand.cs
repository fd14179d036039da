using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub entity add SLUG --name … --registry-number … [--parent …]</c></summary>
internal static class AddEntityCommand
{
    public static Command Create()
    {
        Argument<string> slug = new("slug") { Description = "2 to 32 characters of a-z, 0-9 and '-'." };
        Option<string> name = new("--name") { Required = true, Description = "The registered name." };
        Option<string> number = new("--registry-number") { Required = true, Description = "The number in the companies' register." };
        Option<string?> parent = new("--parent") { Description = "The entity above it." };
        Command command = new("add", "Registers a legal entity.") { slug, name, number, parent };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            AddEntityRequest request = new(call.Parse.GetRequiredValue(slug), call.Parse.GetRequiredValue(name), call.Parse.GetRequiredValue(number), call.Parse.GetValue(parent));
            EntityResponse entity = await call.Client.PostAsync("entities", request, MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, cancellationToken);
            call.Print(entity, MembersJson.Default.EntityResponse, Text(entity));
        });
        return command;
    }

    public static string Text(EntityResponse entity) =>
        $"{entity.Slug} ({entity.Name}, {entity.RegistryNumber}){(entity.Parent is null ? "" : $", under {entity.Parent}")}; budgets and independence count for {entity.Top}.";
}
