using System.CommandLine;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub member list</c></summary>
internal static class ListMembersCommand
{
    public static Command Create()
    {
        Command command = new("list", "Shows all members, their status and when their certificates end.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            MembersResponse all = await call.Client.GetAsync("members", MembersJson.Default.MembersResponse, cancellationToken);
            call.Print(all, MembersJson.Default.MembersResponse, new TextTable("Member", "Entity", "Role", "Sector", "Status", "Certificate").Rows(all.Members, static member =>
                [member.Slug, member.Entity, member.Role, member.Sector, member.Status, Certificate(member)]).ToString());
        });
        return command;
    }

    public static string Certificate(MemberResponse member)
    {
        CertificateLine[] active = [.. member.Certificates.Where(static line => line.Status == "active")];
        return active.Length == 0 ? "none" : TextTable.Day(active.Max(static line => line.NotAfter)) + (active.Length == 1 ? "" : $" ({active.Length})");
    }
}
