using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex profile init</c>: makes the keys and the one file that proves them.</summary>
internal static class ProfileInitCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        Argument<string> name = new("NAME") { Description = "Name the member asks for: 2 to 32 characters a-z, 0-9 and '-'." };
        Option<string?> directory = new("--dir") { Description = "Where to make it. Default: ~/.config/bex/NAME.", HelpName = "DIR" };
        Command command = new("init", "Make a TLS key, a signing key, a vault key, and the request file for the operator.") { name, directory };
        CommandRun.Bind(command, environment, globals, (run, _) => Task.FromResult(Init(run, run.Value(name)!, run.Value(directory))));
        return command;
    }

    private static int Init(CommandRun run, string name, string? directory)
    {
        if (!Slug.IsValid(name))
        {
            throw new InputException("NAME has 2 to 32 characters a-z, 0-9 and '-', and begins and ends with a letter or digit.");
        }
        string code = EmergencyCode.Create();
        ExchangeProfile profile = ExchangeProfile.Create(directory ?? Path.Combine(ProfilePlace.Home(run.Environment), name), name, code);
        string request = Path.Combine(profile.Directory, "request.pem");
        if (run.Json)
        {
            run.Say(new JsonObject { ["name"] = name, ["profile"] = profile.Directory, ["request"] = request, ["emergency_code"] = code });
            return ExitCode.Clear;
        }
        run.Say($"Made the profile {profile.Directory}");
        ProfileText.SayCode(run, code, "");
        ProfileText.SayWhatToSend(run, request);
        run.Say("Back up the directory: without vault.key and vault/ you can neither retract nor renew your reports.");
        return ExitCode.Clear;
    }
}
