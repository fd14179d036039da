using System.CommandLine;
using BlacklistExchange.Server.Certificates;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub operator add NAME --out FOLDER</c></summary>
internal static class AddOperatorCommand
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "The operator, 2 to 32 of a-z, 0-9 and '-'." };
        Option<string?> csr = new("--csr") { Description = "The operator's own PKCS #10 request for a P-256 key, so that the key never leaves its machine; else one is made here." };
        Option<int?> days = new("--days") { Description = "Life of the certificate, 1 to 825." };
        Option<string> folder = new("--out") { Required = true, Description = "A new folder for the operator." };
        Command command = new("add", "Lets another person run the exchange.") { name, csr, days, folder };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            string into = call.Parse.GetRequiredValue(folder);
            string request = OperatorFiles.Begin(into, call.Parse.GetRequiredValue(name), call.Parse.GetValue(csr));
            OperatorResponse made = await call.Client.PostAsync("operators", new AddOperatorRequest(call.Parse.GetRequiredValue(name), request, call.Parse.GetValue(days)),
                CertificatesJson.Default.AddOperatorRequest, CertificatesJson.Default.OperatorResponse, cancellationToken);
            OperatorFiles.End(into, made);
            call.Print(made, CertificatesJson.Default.OperatorResponse, OperatorFiles.Text(into, made, call.Parse.GetValue(csr) is null));
        });
        return command;
    }
}
