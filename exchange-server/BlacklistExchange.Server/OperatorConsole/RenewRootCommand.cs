using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub certificate renew-root --reason …</c></summary>
internal static class RenewRootCommand
{
    public static Command Create()
    {
        Option<string> reason = new("--reason") { Required = true, Description = "Why; kept in the audit log." };
        Command command = new("renew-root", "Issues the root certificate anew over the same key, for ten years; certificates that are there stay valid.") { reason };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            CertificateResponse made = await call.Client.PostAsync("certificates/root", new RenewRootRequest(call.Parse.GetRequiredValue(reason)),
                CertificatesJson.Default.RenewRootRequest, CertificatesJson.Default.CertificateResponse, cancellationToken);
            call.Print(made, CertificatesJson.Default.CertificateResponse, $"""
                The root certificate ends {TextTable.Day(made.NotAfter)}; its key is the same.

                Next:
                  bex-hub certificate renew-server
                  bex-hub operator renew NAME --out FOLDER     (each operator)
                  bex-hub member renew NAME …                  (each member, before the
                                                               old root ends)
                Members and operators get the new root with their next certificate.
                """);
        });
        return command;
    }
}
