using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub officer unseal</c></summary>
internal static class UnsealCommand
{
    public static Command Create()
    {
        Option<string> share = new("--share") { Required = true, Description = "Your share file, or - to type it (Ctrl-D ends it)." };
        Command command = new("unseal", "Brings your share to the sealed hub on this machine. Two officers do so, within fifteen minutes of each other.") { share };
        command.SetAction(async (parse, cancellationToken) =>
        {
            int code = ExitCodes.Done;
            int ran = await OperatorActions.RunAsync(parse, async () => code = await RunAsync(parse, parse.GetRequiredValue(share), cancellationToken));
            return ran == ExitCodes.Done ? code : ran;
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, string path, CancellationToken cancellationToken)
    {
        HardenProcess.Run();
        using PinnedSecret text = ShareFiles.ReadText(path);
        if (!ShareText.TryParse(text.Span, out OfficerShare? share, out string? fault))
        {
            throw new SetupException($"--share {path}: {fault}");
        }
        share.Dispose();
        if (await SendShare.RunAsync(parse.Folder(), text, cancellationToken) is not { } answer)
        {
            parse.InvocationConfiguration.Error.WriteLine($"No sealed hub waits at {parse.Folder().OfficersSocket}. It runs already, or was not started: bex-hub serve --data {parse.Folder().Path}");
            return ExitCodes.Unreachable;
        }
        bool refused = answer.Verdict == ShareVerdict.Refused;
        TextWriter to = refused && !parse.GetValue(ConsoleOptions.Json) ? parse.InvocationConfiguration.Error : parse.InvocationConfiguration.Output;
        to.WriteLine(parse.GetValue(ConsoleOptions.Json) ? JsonSerializer.Serialize(answer, OfficersJson.Default.ShareAnswer) : answer.Message);
        return refused ? ExitCodes.Refused : ExitCodes.Done;
    }
}
