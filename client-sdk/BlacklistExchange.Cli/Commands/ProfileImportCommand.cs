using System.CommandLine;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex profile import</c>: takes the operator's bundle, and pins what it names.</summary>
internal static class ProfileImportCommand
{
    private const int MaxSize = 65_536;

    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        Argument<string> bundle = new("BUNDLE") { Description = "The bundle file from the operator." };
        Option<bool> replace = new("--replace-trust")
        {
            Description = "Accept another exchange, root or exchange key than the ones pinned. Only after asking the operator by another channel.",
        };
        Command command = new("import", "Take the bundle that the operator returned: certificate, hub address, pinned keys.") { bundle, replace };
        CommandRun.Bind(command, environment, globals, (run, _) => Task.FromResult(Import(run, run.Value(bundle)!, run.Value(replace))));
        return command;
    }

    private static int Import(CommandRun run, string file, bool replace)
    {
        FileInfo info = new(file);
        if (!info.Exists || info.Length > MaxSize)
        {
            throw new InputException(info.Exists ? $"{file} is larger than {MaxSize} bytes; it is no bundle." : $"There is no file {file}.");
        }
        ExchangeProfile profile = ProfilePlace.Open(run).Import(File.ReadAllText(file), replace, run.Environment.Time);
        if (run.Json)
        {
            run.Say(ProfileShowCommand.Describe(profile));
            return ExitCode.Clear;
        }
        run.Say($"Imported: member {profile.Bundle.Member} of {profile.Bundle.Exchange}, hub {profile.Bundle.HubUrl}");
        run.Say("Next:  bex doctor   then   bex sync");
        return ExitCode.Clear;
    }
}
