using System.CommandLine;
using BlacklistExchange.Server;
using BlacklistExchange.Server.OperatorConsole;

// The framework asks for a home folder before it looks at any certificate; a user that only a container knows has none. Nothing is read from there or written.
if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")))
{
    Environment.SetEnvironmentVariable("HOME", "/nonexistent");
}
RootCommand root = new("bex-hub runs and administers a blacklist exchange.");
root.Options.Add(ConsoleOptions.Data);
root.Options.Add(ConsoleOptions.Operator);
root.Options.Add(ConsoleOptions.Json);
root.Subcommands.Add(InitCommand.Create(TimeProvider.System));
root.Subcommands.Add(JoinCommand.Create());
root.Subcommands.Add(ServeCommand.Create(TimeProvider.System));
root.Subcommands.Add(MigrateCommand.Create(TimeProvider.System));
root.Subcommands.Add(MoveCommand.Create(TimeProvider.System));
root.Subcommands.Add(BackupCommand.Create(TimeProvider.System));
root.Subcommands.Add(RestoreCommand.Create(TimeProvider.System));
root.Subcommands.Add(FsckCommand.Create(TimeProvider.System));
Slices.AddVerbs(root);

ParseResult parse = root.Parse(args);
// The host has its own handling of SIGTERM, which lets requests in flight finish.
int code = await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parse.Errors.Count > 0 ? ExitCodes.Setup : code;
