using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub member suspend NAME --reason …</c></summary>
internal static class SuspendMemberCommand
{
    public static Command Create()
    {
        Argument<string> member = new("member") { Description = "The member." };
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("suspend", "Stops a member's calls; its reports stand.") { member, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ChangeMemberRequest request = new(call.Parse.GetRequiredValue(reason));
            MemberResponse changed = await call.Client.PostAsync($"members/{Uri.EscapeDataString(call.Parse.GetRequiredValue(member))}/suspend", request,
                MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, cancellationToken);
            call.Print(changed, MembersJson.Default.MemberResponse, $"'{changed.Slug}' is {changed.Status}.");
        });
        return command;
    }
}
