using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BlacklistExchange.Server.Copies;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub restore</c>: into a folder in which no hub has ever run.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> From = new("--from") { Required = true, Description = "A file that bex-hub backup wrote, of either engine." };
    private static readonly Option<string> Keys = new("--keys") { Required = true, Description = "The folder of the sealed keys, or the copy of it; what is needed is copied from there." };
    private static readonly Option<string?> Database = new("--database") { Description = "A file of mode 0600 with the connection string of an empty PostgreSQL database; default: an SQLite file in the data folder." };
    private static readonly Option<string?> KekFile = new("--kek-file") { Description = "Where the key-encryption key is now; default: as the settings in the backup say. It is not read here." };

    public static Command Create(TimeProvider time)
    {
        Command command = new("restore", "Makes a hub from a backup, on either engine. It is read-only until bex-hub reconcile, since it has forgotten what came later.") { From, Keys, Database, KekFile };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            RestoreHub.Request request = new(parse.Folder(), parse.GetRequiredValue(From), parse.GetRequiredValue(Keys), parse.GetValue(Database), parse.GetValue(KekFile));
            RestoreResponse restored = RestoreHub.Run(request, time, new CopyProgress(parse.InvocationConfiguration.Error, time));
            parse.InvocationConfiguration.Output.WriteLine(parse.GetValue(ConsoleOptions.Json) ? JsonSerializer.Serialize(restored, CopyJson.Default.RestoreResponse) : Text(restored));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static string Text(RestoreResponse restored)
    {
        string left = restored.KeysLeft <= 0 ? "" : $"""


            {restored.KeysLeft} sealed key(s) stay where they were: no epoch of the backup needs them.
            They are of ended epochs, or of epochs that were opened after the backup.
            """;
        return string.Create(CultureInfo.InvariantCulture, $"""
            Restored the exchange '{restored.Exchange}' as it was at {DateTimeOffset.FromUnixTimeSeconds(restored.TakenAt):yyyy-MM-dd HH:mm:ss} UTC.

              data folder  {restored.Data}
              database     {restored.Database}
              rows         {restored.Tables.Sum(static table => table.Rows):N0} in {restored.Tables.Count} tables, each read back
              list files   {restored.Files:N0}
              sealed keys  {restored.Keys:N0}{left}

            What was acknowledged after that moment is lost. The hub serves reads alone
            until it is told what is lost.

            Next:
              bex-hub serve --data {restored.Data}
              bex-hub reconcile --help
            """);
    }
}
