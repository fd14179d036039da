using System.CommandLine;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub officer init</c></summary>
internal static class InitOfficersCommand
{
    public static Command Create(TimeProvider time)
    {
        Option<string[]> officers = new("--officer") { Required = true, Description = "An officer's name; three times." };
        Option<string> folder = new("--out") { Required = true, Description = "Folder for the three share files; one file goes to each officer." };
        Option<bool> remove = new("--remove-kek-file") { Description = "Overwrite and remove the KEK's file once every pair of shares has given the KEK." };
        Command command = new("init", "Splits the present KEK of a stopped hub among three officers; from then on two of them open it at every start.") { officers, folder, remove };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            HardenProcess.Run();
            InitOfficers.Result made = InitOfficers.Run(new InitOfficers.Request(parse.Folder(), parse.GetValue(officers) ?? [], parse.GetRequiredValue(folder), parse.GetValue(remove)), time);
            parse.InvocationConfiguration.Output.WriteLine($"""
                The KEK is split; every pair of the three shares gave it again when read back.

                {OfficersText.Table(made.Record, made.Shares)}
                {(made.Removed ? $"{made.Source} is overwritten and gone. Copies of it (backups, a safe) still open\neverything: destroy them." : $"Still there: the KEK itself, {made.Source}.\nWhoever has it needs no officer. Destroy it and every copy once a start has worked.")}

                Next:
                  1. Give each officer one file, on paper or an encrypted stick, and destroy it here.
                  2. bex-hub serve --data {parse.Folder().Path}      (it waits, sealed)
                  3. Two officers, each: bex-hub officer unseal --data {parse.Folder().Path} --share FILE
                On every other node set "Kek": {"{ \"Officers\": true }"} in its hub.json.
                """);
            return Task.CompletedTask;
        }));
        return command;
    }
}
