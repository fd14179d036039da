using System.CommandLine;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub officer unattended</c></summary>
internal static class ReleaseKekCommand
{
    public static Command Create(TimeProvider time)
    {
        Option<string[]> shares = new("--share") { Required = true, Description = "An officer's share file; twice." };
        Option<string> file = new("--kek-file") { Required = true, Description = "A new file for the KEK, of mode 0600; keep it out of every backup." };
        Command command = new("unattended", "Two officers declare that a stopped hub starts without them from now on: root of the machine then reads everything.") { shares, file };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            HardenProcess.Run();
            IReadOnlyList<string> by = ReleaseKek.Run(new ReleaseKek.Request(parse.Folder(), parse.GetValue(shares) ?? [], parse.GetRequiredValue(file)), time);
            string path = Path.GetFullPath(parse.GetRequiredValue(file));
            parse.InvocationConfiguration.Output.WriteLine($"""
                Declared by {string.Join(" and ", by)}: the hub starts from {path}, without officers.

                Whoever is root on this machine, or takes it together with that file, reads everything. Better than a plain file,
                where the machine has a TPM:
                  systemd-creds encrypt --name=kek {path} /etc/credstore.encrypted/kek
                with LoadCredentialEncrypted=kek in the unit and "Kek": {"{ \"Credential\": \"kek\", \"Unattended\": true }"};
                then destroy the file. Back to officers: "Kek": {"{ \"Officers\": true }"}, and destroy file and credential.
                """);
            return Task.CompletedTask;
        }));
        return command;
    }
}
