using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex profile show</c>: who this profile is and whom it trusts. No secret is in it.</summary>
internal static class ProfileShowCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        Command command = new("show", "Show who this profile is, whom it trusts and until when. No secrets.");
        CommandRun.Bind(command, environment, globals, (run, _) => Task.FromResult(Show(run)));
        return command;
    }

    public static JsonObject Describe(ExchangeProfile profile)
    {
        JsonObject facts = new() { ["profile"] = profile.Directory, ["enrolled"] = profile.IsEnrolled };
        if (!profile.IsEnrolled)
        {
            return facts;
        }
        using X509Certificate2 certificate = profile.ReadCertificate();
        using X509Certificate2 root = profile.ReadRoot();
        facts["exchange"] = profile.Bundle.Exchange;
        facts["hub"] = profile.Bundle.HubUrl;
        if (profile.Bundle.FilesUrl is { } files)
        {
            facts["files"] = files;
        }
        facts["member"] = profile.Bundle.Member;
        facts["entity"] = profile.Bundle.Entity;
        facts["role"] = profile.Bundle.Role;
        facts["certificate_until"] = Time(certificate.NotAfter);
        facts["certificate_key_sha256"] = KeyHash(certificate);
        facts["root"] = root.Subject;
        facts["root_until"] = Time(root.NotAfter);
        facts["root_sha256"] = root.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        return facts;
    }

    private static int Show(CommandRun run)
    {
        JsonObject facts = Describe(ProfilePlace.Open(run));
        if (run.Json)
        {
            run.Say(facts);
            return ExitCode.Clear;
        }
        foreach ((string name, JsonNode? value) in facts)
        {
            run.Say($"{name.Replace('_', ' ') + ":",-24}{value}");
        }
        if (facts["enrolled"]!.GetValue<bool>() is false)
        {
            run.Say("Send request.pem to the operator, then:  bex profile import BUNDLE");
        }
        return ExitCode.Clear;
    }

    private static string KeyHash(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ");
}
