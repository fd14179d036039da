using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub operator revoke NAME --reason …</c></summary>
internal static class RevokeOperatorCommand
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "The operator." };
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("revoke", "Ends all certificates of an operator at once; not the last one's.") { name, reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            string who = call.Parse.GetRequiredValue(name);
            CertificatesResponse ended = await call.Client.PostAsync($"operators/{Uri.EscapeDataString(who)}/revoke", new RevokeOperatorRequest(call.Parse.GetRequiredValue(reason)),
                CertificatesJson.Default.RevokeOperatorRequest, CertificatesJson.Default.CertificatesResponse, cancellationToken);
            call.Print(ended, CertificatesJson.Default.CertificatesResponse, $"'{who}' is no operator any more.");
        });
        return command;
    }
}
