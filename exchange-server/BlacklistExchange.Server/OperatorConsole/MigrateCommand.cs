using System.CommandLine;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub migrate</c>: with the hub stopped.</summary>
internal static class MigrateCommand
{
    public static Command Create(TimeProvider time)
    {
        Command command = new("migrate", "Brings the database of a stopped hub to this program's schema; forward only, so copy it first.");
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            DataFolder folder = parse.Folder();
            HubOptions options = HubSettings.Read(folder, []);
            using DataFolderLock held = DataFolderLock.Take(folder);
            StoreEngine engine = StoreEngine.Of(options, folder);
            engine.RequireReady();
            IReadOnlyList<string> applied = Migrations.Apply(engine, Migrations.Embedded(engine), time);
            parse.InvocationConfiguration.Output.WriteLine(applied.Count == 0 ? "Nothing to do." : $"Applied {string.Join(", ", applied)}.");
            return Task.CompletedTask;
        }));
        return command;
    }
}
