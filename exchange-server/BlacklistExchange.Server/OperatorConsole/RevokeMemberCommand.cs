using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub member revoke NAME --reports stand|withdraw --reason …</c></summary>
internal static class RevokeMemberCommand
{
    public static Command Create()
    {
        Argument<string> member = new("member") { Description = "The member." };
        Option<string> reports = new("--reports") { Required = true, Description = "stand or withdraw: what becomes of its reports." };
        reports.AcceptOnlyFromAmong("stand", "withdraw");
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("revoke", "Ends a membership for good.") { member, reports, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            RevokeMemberRequest request = new(call.Parse.GetRequiredValue(reports), call.Parse.GetRequiredValue(reason));
            MemberResponse changed = await call.Client.PostAsync($"members/{Uri.EscapeDataString(call.Parse.GetRequiredValue(member))}/revoke", request,
                MembersJson.Default.RevokeMemberRequest, MembersJson.Default.MemberResponse, cancellationToken);
            call.Print(changed, MembersJson.Default.MemberResponse, $"'{changed.Slug}' is {changed.Status}; its reports {(request.Reports == "stand" ? "stand" : "are withdrawn")}.");
        });
        return command;
    }
}
