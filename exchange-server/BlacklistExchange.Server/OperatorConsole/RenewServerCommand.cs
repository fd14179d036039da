using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub certificate renew-server</c></summary>
internal static class RenewServerCommand
{
    public static Command Create()
    {
        Option<string[]> names = new("--name") { Description = "Another name or address by which members reach the hub (may be repeated); those of the present certificate stay." };
        Option<int?> days = new("--days") { Description = "Life of the new certificate, 1 to 825; default: Policy:ServerCertificateDays." };
        Command command = new("renew-server", "Issues another server certificate for a new key; every node shows it within seconds, without a restart.") { names, days };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            RenewServerRequest request = new(call.Parse.GetValue(names) ?? [], call.Parse.GetValue(days));
            CertificateResponse made = await call.Client.PostAsync("certificates/server", request,
                CertificatesJson.Default.RenewServerRequest, CertificatesJson.Default.CertificateResponse, cancellationToken);
            call.Print(made, CertificatesJson.Default.CertificateResponse, $"""
                The server certificate ends {TextTable.Day(made.NotAfter)}, in {made.DaysLeft} days, for:
                  {string.Join("\n  ", made.Names ?? [])}
                New connections see it; open ones go on. Other nodes follow within seconds.
                """);
        });
        return command;
    }
}
