using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub operator renew NAME --out FOLDER</c></summary>
internal static class RenewOperatorCommand
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "The operator." };
        Option<string?> csr = new("--csr") { Description = "The operator's own PKCS #10 request for another P-256 key; else one is made here." };
        Option<int?> days = new("--days") { Description = "Life of the new certificate, 1 to 825." };
        Option<bool> revokeOld = new("--revoke-old") { Description = "Ends the old keys now; else they go on until their certificates end." };
        Option<string> folder = new("--out") { Required = true, Description = "A new folder for the operator." };
        Command command = new("renew", "Issues another certificate to an operator, for another key, with the root of today.") { name, csr, days, revokeOld, folder };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            string into = call.Parse.GetRequiredValue(folder);
            string who = call.Parse.GetRequiredValue(name);
            RenewOperatorRequest request = new(OperatorFiles.Begin(into, who, call.Parse.GetValue(csr)), call.Parse.GetValue(days), call.Parse.GetValue(revokeOld));
            OperatorResponse made = await call.Client.PostAsync($"operators/{Uri.EscapeDataString(who)}/renew", request,
                CertificatesJson.Default.RenewOperatorRequest, CertificatesJson.Default.OperatorResponse, cancellationToken);
            OperatorFiles.End(into, made);
            call.Print(made, CertificatesJson.Default.OperatorResponse, OperatorFiles.Text(into, made, call.Parse.GetValue(csr) is null));
        });
        return command;
    }
}
