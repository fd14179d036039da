using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub move</c>: with the hub stopped.</summary>
internal static class MoveCommand
{
    private static readonly Option<string> From = new("--from") { Required = true, Description = "The data folder of a stopped hub on SQLite." };
    private static readonly Option<string> To = new("--to") { Required = true, Description = "A file of mode 0600 with the connection string of an empty PostgreSQL database." };

    public static Command Create(TimeProvider time)
    {
        Command command = new("move", "Carries a stopped hub from SQLite into PostgreSQL, compares every row, and then lets it serve from there.") { From, To };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            DataFolder folder = new(parse.GetRequiredValue(From));
            MoveResponse moved = MoveHub.Run(new MoveHub.Request(folder, parse.GetRequiredValue(To)), time, new CopyProgress(parse.InvocationConfiguration.Error, time));
            parse.InvocationConfiguration.Output.WriteLine(parse.GetValue(ConsoleOptions.Json) ? JsonSerializer.Serialize(moved, CopyJson.Default.MoveResponse) : Text(folder, moved));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static string Text(DataFolder folder, MoveResponse moved)
    {
        TextTable table = new TextTable("TABLE", ">ROWS", "SHA-256").Rows(moved.Tables, static carried => [carried.Table, carried.Rows, carried.Sha256[..16]]);
        return $"""
            Moved. The hub of {folder.Path} serves from now on from
            {moved.Database}.
            Every table was read back and is row for row what it was:

            {table}

            Next:
              bex-hub serve --data {folder.Path}
            {moved.Left} is as it was. Delete it, with its -wal and -shm, once the hub
            serves: a hub that went back to it would forget what came later.
            """;
    }
}
