using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BlacklistExchange.Server.Copies;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub backup</c>: of a hub that may run.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "The file to write, mode 0600; never one that is there." };

    public static Command Create(TimeProvider time)
    {
        Command command = new("backup", "Writes the hub's state into one file while it runs. Holds no key: keep the sealed keys and the key-encryption key apart.") { Out };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            BackupResponse taken = BackupHub.Run(new BackupHub.Request(parse.Folder(), parse.GetRequiredValue(Out)), time, new CopyProgress(parse.InvocationConfiguration.Error, time));
            parse.InvocationConfiguration.Output.WriteLine(parse.GetValue(ConsoleOptions.Json) ? JsonSerializer.Serialize(taken, CopyJson.Default.BackupResponse) : Text(taken));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static string Text(BackupResponse taken)
    {
        string files = taken.FilesLeftOut == 0 ? "" : $"""


            {taken.FilesLeftOut} list file(s) are missing or damaged on the disk and not in it. The hub builds them
            anew when it starts: restart it, and look at the disk.
            """;
        return string.Create(CultureInfo.InvariantCulture, $"""
            Wrote {taken.File}

              taken    {DateTimeOffset.FromUnixTimeSeconds(taken.TakenAt):yyyy-MM-dd HH:mm:ss} UTC
              rows     {taken.Tables.Sum(static table => table.Rows):N0} in {taken.Tables.Count} tables
              files    {taken.Files:N0}
              bytes    {taken.Bytes:N0}
              SHA-256  {taken.Sha256}
                       of all but the last 2,048 bytes{files}

            It tells who reported what kind of infringement: keep it as the database, and
            away from the sealed keys and the key-encryption key, without which no entry
            key in it opens.
            """);
    }
}
