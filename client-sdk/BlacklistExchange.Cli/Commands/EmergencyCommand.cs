using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex emergency MEMBER --hub URL</c>: a key has leaked, and the paper with the code is at hand. Needs no profile.</summary>
internal static class EmergencyCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        Argument<string> member = new("MEMBER") { Description = "This member's name." };
        Option<string> hub = new("--hub") { Required = true, Description = "The hub's public address, https (http only on this machine).", HelpName = "URL" };
        Option<string?> root = new("--root") { Description = "The exchange's root certificate, PEM. Default: what this machine trusts.", HelpName = "FILE" };
        Command command = new("emergency", "A key has leaked: suspend this member at once, by the emergency code. It is typed at a prompt or comes on standard input.") { member, hub, root };
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) => RunAsync(run, run.Value(member)!, run.Value(hub)!, run.Value(root), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, string member, string hub, string? rootFile, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(hub, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            throw new InputException("--hub is an https address; http only to this machine itself, since the code would travel in clear.");
        }
        if (!Slug.IsValid(member))
        {
            throw new InputException("MEMBER has 2 to 32 characters a-z, 0-9 and '-'.");
        }
        using X509Certificate2? root = rootFile is null ? null : Read(rootFile);
        string code = Code(run, member);
        EmergencyResponse answer = await EmergencyCall.SuspendAsync(address, member, code, root, cancellationToken);
        if (run.Json)
        {
            run.Say(new JsonObject { ["member"] = answer.Member, ["status"] = answer.Status });
            return ExitCode.Clear;
        }
        run.Say($"{answer.Member} is {answer.Status}; all its keys are revoked, its reports stand.");
        run.Say("The code is spent. Now ring the operator, and when the leak is closed:  bex profile renew");
        return ExitCode.Clear;
    }

    private static string Code(CommandRun run, string member)
    {
        if (run.Environment.InputIsTerminal)
        {
            run.Environment.Error.Write("Emergency code: ");
        }
        using StreamReader reader = new(run.Environment.Input, leaveOpen: true);
        string code = reader.ReadLine() ?? "";
        return EmergencyCode.TryDigest(member, code, out _) ? code
            : throw new InputException("That is no emergency code: 28 characters in seven groups, of which the last two check the rest. Look for a slip.");
    }

    private static X509Certificate2 Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file} is no certificate that can be read.");
        }
    }
}
