using System.CommandLine;
using System.Text;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub member renew NAME --csr FILE --out BUNDLE.json</c></summary>
internal static class RenewMemberCommand
{
    public static Command Create()
    {
        Argument<string> member = new("member") { Description = "The member." };
        Option<string> csr = new("--csr") { Required = true, Description = "Its new request, made by 'bex profile renew'." };
        Option<int?> days = new("--days") { Description = "Life of the new certificate, 1 to 825." };
        Option<bool> revokeOld = new("--revoke-old") { Description = "Ends the old keys now; else they go on until their certificates end." };
        Option<bool> replaceSigningKey = new("--replace-signing-key") { Description = "Takes another signing key from the request." };
        Option<string> bundle = new("--out") { Required = true, Description = "Where to write the bundle for the member." };
        Command command = new("renew", "Issues another certificate; the old one goes on beside it.") { member, csr, days, revokeOld, replaceSigningKey, bundle };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            string path = parse.GetRequiredValue(bundle);
            BundleFile.RequireRoom(path);
            RenewMemberRequest request = new(
                Encoding.UTF8.GetString(InputFile.Read(parse.GetRequiredValue(csr), AddMemberCommand.MaxRequestBytes, "--csr")), parse.GetValue(days), parse.GetValue(revokeOld), parse.GetValue(replaceSigningKey));
            EnrolledResponse enrolled = await call.Client.PostAsync($"members/{Uri.EscapeDataString(parse.GetRequiredValue(member))}/renew", request,
                MembersJson.Default.RenewMemberRequest, MembersJson.Default.EnrolledResponse, cancellationToken);
            BundleFile.Write(path, enrolled);
            call.Print(enrolled, MembersJson.Default.EnrolledResponse, BundleFile.Text(path, enrolled));
        });
        return command;
    }
}
