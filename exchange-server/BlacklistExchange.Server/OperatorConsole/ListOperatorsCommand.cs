using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub operator list</c></summary>
internal static class ListOperatorsCommand
{
    public static Command Create()
    {
        Command command = new("list", "Shows all operators' certificates, revoked ones too.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            CertificatesResponse all = await call.Client.GetAsync("operators", CertificatesJson.Default.CertificatesResponse, cancellationToken);
            call.Print(all, CertificatesJson.Default.CertificatesResponse, new TextTable("Operator", "Key", "Status", "Ends", ">Days left").Rows(all.Certificates, static one =>
                [one.Name, one.Spki[..16], one.Status, TextTable.Day(one.NotAfter), one.DaysLeft]).ToString());
        });
        return command;
    }
}
