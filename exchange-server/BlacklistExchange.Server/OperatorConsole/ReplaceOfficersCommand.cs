using System.CommandLine;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub officer replace</c></summary>
internal static class ReplaceOfficersCommand
{
    public static Command Create(TimeProvider time)
    {
        Option<string[]> shares = new("--share") { Required = true, Description = "A present officer's share file; twice." };
        Option<string[]> officers = new("--officer") { Required = true, Description = "A new officer's name, also of those who stay; three times." };
        Option<string> folder = new("--out") { Required = true, Description = "Folder for the three new share files." };
        Command command = new("replace", "With all nodes stopped: a fresh KEK in three new shares; all keys follow, and the old shares open nothing any more.") { shares, officers, folder };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            HardenProcess.Run();
            ReplaceOfficers.Result made = ReplaceOfficers.Run(new ReplaceOfficers.Request(parse.Folder(), parse.GetValue(shares) ?? [], parse.GetValue(officers) ?? [], parse.GetRequiredValue(folder)), time);
            parse.InvocationConfiguration.Output.WriteLine($"""
                Generation {made.Record.Generation} of the KEK, by {string.Join(" and ", made.By)}: all key files and {made.Entries} entry keys are sealed anew.

                {OfficersText.Table(made.Record, made.Shares)}
                The shares of before open nothing that this hub has now. They still open old copies of the data folder
                and of backups: destroy those copies, and the old shares.

                Next: give each officer one file, destroy it here, then
                  bex-hub serve --data {parse.Folder().Path}      (it waits for two of the new shares)
                """);
            return Task.CompletedTask;
        }));
        return command;
    }
}
