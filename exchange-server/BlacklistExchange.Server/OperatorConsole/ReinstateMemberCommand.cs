using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub member reinstate NAME --reason …</c></summary>
internal static class ReinstateMemberCommand
{
    public static Command Create()
    {
        Argument<string> member = new("member") { Description = "The member." };
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("reinstate", "Lets a suspended member call again.") { member, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ChangeMemberRequest request = new(call.Parse.GetRequiredValue(reason));
            MemberResponse changed = await call.Client.PostAsync($"members/{Uri.EscapeDataString(call.Parse.GetRequiredValue(member))}/reinstate", request,
                MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, cancellationToken);
            call.Print(changed, MembersJson.Default.MemberResponse, $"'{changed.Slug}' is {changed.Status}.");
        });
        return command;
    }
}
