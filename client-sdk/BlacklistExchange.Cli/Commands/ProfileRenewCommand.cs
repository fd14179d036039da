using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex profile renew</c>: a new TLS key and its request; the signing key stays, and so does the present certificate until the answer is imported.</summary>
internal static class ProfileRenewCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        Command command = new("renew", "Make the next TLS key and its request. The present certificate stays in use until the new bundle is imported.");
        CommandRun.Bind(command, environment, globals, (run, _) => Task.FromResult(Renew(run)));
        return command;
    }

    private static int Renew(CommandRun run)
    {
        ExchangeProfile profile = ProfilePlace.Open(run);
        string code = EmergencyCode.Create();
        profile.CreateRenewalRequest(code);
        string request = Path.Combine(profile.Directory, "request.pem");
        if (run.Json)
        {
            run.Say(new JsonObject { ["profile"] = profile.Directory, ["request"] = request, ["emergency_code"] = code });
            return ExitCode.Clear;
        }
        run.Say("Made the next TLS key; the signing key is the same.");
        ProfileText.SayCode(run, code, " The one\n     before serves until the operator has answered this request.");
        ProfileText.SayWhatToSend(run, request);
        return ExitCode.Clear;
    }
}
