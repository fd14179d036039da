using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub entity link SLUG PARENT</c></summary>
internal static class LinkEntityCommand
{
    public static Command Create()
    {
        Argument<string> slug = new("slug") { Description = "The entity." };
        Argument<string> parent = new("parent") { Description = "The entity above it from now on." };
        Option<string?> reason = new("--reason") { Description = "Why; kept in the audit log." };
        Command command = new("link", "Puts an entity under a parent; the top of the chain counts once. It cannot be undone.") { slug, parent, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            LinkEntityRequest request = new(call.Parse.GetRequiredValue(parent), call.Parse.GetValue(reason));
            EntityResponse entity = await call.Client.PostAsync($"entities/{Uri.EscapeDataString(call.Parse.GetRequiredValue(slug))}/parent", request,
                MembersJson.Default.LinkEntityRequest, MembersJson.Default.EntityResponse, cancellationToken);
            call.Print(entity, MembersJson.Default.EntityResponse, AddEntityCommand.Text(entity));
        });
        return command;
    }
}
