using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub certificate list</c></summary>
internal static class ListCertificatesCommand
{
    public static Command Create()
    {
        Command command = new("list", "Shows when the certificates of root, server and operators end; members' are in 'member list'.");
        command.SetOperatorAction(static async (call, cancellationToken) =>
        {
            CertificatesResponse all = await call.Client.GetAsync("certificates", CertificatesJson.Default.CertificatesResponse, cancellationToken);
            call.Print(all, CertificatesJson.Default.CertificatesResponse, new TextTable("Holder", "Name", "Subject", "Ends", ">Days left").Rows(all.Certificates, static one =>
                [one.Holder, one.Name, one.Subject, TextTable.Day(one.NotAfter), one.DaysLeft]).ToString());
        });
        return command;
    }
}
