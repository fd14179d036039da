using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Server.Copies;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub fsck</c>: of a hub that may run.</summary>
internal static class FsckCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Every entry and report; otherwise a sample of 10,000 of each." };
    private static readonly Option<string[]> Shares = new("--share") { Description = "The share of an officer, two of them, where the KEK is split." };
    private static readonly Option<bool> WithoutKek = new("--without-kek") { Description = "Leaves out keys, entry keys and the exchange's signatures." };

    public static Command Create(TimeProvider time)
    {
        Command command = new("fsck", "Looks whether database, list files and signatures agree. Repairs nothing. Exit code 1 with faults.") { All, Shares, WithoutKek };
        command.SetAction(async (parse, _) =>
        {
            long faults = 0;
            int code = await OperatorActions.RunAsync(parse, () =>
            {
                FsckHub.Request request = new(parse.Folder(), parse.GetValue(Shares) ?? [], parse.GetValue(WithoutKek), parse.GetValue(All));
                FsckResponse found = FsckHub.Run(request, time, new CopyProgress(parse.InvocationConfiguration.Error, time));
                faults = found.Faults;
                parse.InvocationConfiguration.Output.WriteLine(parse.GetValue(ConsoleOptions.Json) ? JsonSerializer.Serialize(found, FsckJson.Default.FsckResponse) : Text(found));
                return Task.CompletedTask;
            });
            return code == ExitCodes.Done && faults > 0 ? ExitCodes.Refused : code;
        });
        return command;
    }

    private static string Text(FsckResponse found)
    {
        StringBuilder text = new(new TextTable("CHECK", ">LOOKED AT", ">FAULTS", "LEFT OUT").Rows(found.Checks, static check => [check.Check, check.Looked, check.Faults, check.Left ?? ""]).ToString());
        foreach (FsckCheck check in found.Checks.Where(static check => check.Faults > 0))
        {
            text.Append('\n').Append(check.Check).Append(":\n");
            foreach (string fault in check.Found)
            {
                text.Append(Prose.Wrap(fault, indent: 2)).Append('\n');
            }
            if (check.Faults > check.Found.Count)
            {
                text.Append(CultureInfo.InvariantCulture, $"  and {check.Faults - check.Found.Count:N0} more\n");
            }
        }
        text.Append(found.Faults == 0 ? "\nNo fault." : string.Create(CultureInfo.InvariantCulture, $"\n{found.Faults:N0} faults; nothing was changed. See ops/runbook.md, \"fsck finds faults\"."));
        return text.ToString();
    }
}
