using System.CommandLine;
using System.Text;
using BlacklistExchange.Server.Acts;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub entry act VERB (--tag … --kind … --list … [--epoch …] | --report … | --file …) --ground … --reference … [--dry-run]</c></summary>
internal static class ActOnEntriesCommand
{
    private const int MaxFileBytes = 8 * 1024 * 1024;
    private static readonly Argument<string> Verb = new("verb") { Description = $"One of {string.Join(", ", ActRules.Names)}." };
    private static readonly Option<string?> List = new("--list") { Description = "Name of the list." };
    private static readonly Option<uint?> Epoch = new("--epoch") { Description = "Number of the epoch; left out, wherever the tag is." };
    private static readonly Option<string?> Kind = new("--kind") { Description = "Kind of the identifier, for example phone." };
    private static readonly Option<string?> Tag = new("--tag") { Description = "The entry's tag, 64 hexadecimal digits, as receipts print it." };
    private static readonly Option<string?> Report = new("--report") { Description = "A whole report: member/report-id." };
    private static readonly Option<string?> FileName = new("--file") { Description = $"CSV with a header of list, epoch, kind, tag, report, ground, reference; at most {ActTargets.MaxTargets} lines, all or none." };
    private static readonly Option<string?> Ground = new("--ground") { Description = $"Why, at most {ActRules.MaxGround} characters, no identifier. In a file, a line's own comes first." };
    private static readonly Option<string?> Reference = new("--reference") { Description = $"Case number, at most {ActRules.MaxReference} characters." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Count what would change and change nothing." };

    public static Command Create()
    {
        Command command = new("act", "An official act on one entry, one report or a file of them.") { Verb, List, Epoch, Kind, Tag, Report, FileName, Ground, Reference, DryRun };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ActRequest request = new(call.Parse.GetRequiredValue(Verb), await TargetsAsync(call.Parse, cancellationToken), call.Parse.GetValue(DryRun));
            ActResponse done = await call.Client.PostAsync("acts", request, ActJson.Default.ActRequest, ActJson.Default.ActResponse, cancellationToken);
            call.Print(done, ActJson.Default.ActResponse, Text(done));
        });
        return command;
    }

    public static string Text(ActResponse done)
    {
        StringBuilder text = new();
        text.AppendLine($"{done.Verb}: {done.Targets} named, {done.Entries} entries, {done.Changed} {(done.DryRun ? "would change; nothing was changed" : "changed")}");
        foreach (ActTransition transition in done.Transitions)
        {
            text.AppendLine($"  {transition.From} → {transition.To}: {transition.Entries}");
        }
        return text.ToString();
    }

    private static async Task<IReadOnlyList<ActTarget>> TargetsAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        string? ground = parse.GetValue(Ground);
        string? reference = parse.GetValue(Reference);
        if (parse.GetValue(FileName) is not { } file)
        {
            string? fault = ActRules.FaultOfGround(ground) ?? ActRules.FaultOfReference(reference);
            return fault is null
                ? [new ActTarget(1, ground!, reference!, parse.GetValue(List), parse.GetValue(Epoch), parse.GetValue(Kind), parse.GetValue(Tag), parse.GetValue(Report))]
                : throw new SetupException($"For an act, {fault}: give --ground and --reference.");
        }
        if (parse.GetValue(List) is not null || parse.GetValue(Kind) is not null || parse.GetValue(Tag) is not null || parse.GetValue(Report) is not null || parse.GetValue(Epoch) is not null)
        {
            throw new SetupException("With --file, lists, kinds, tags, epochs and reports stand in the file.");
        }
        IReadOnlyList<ActTarget> targets = ActFile.Parse(await ReadAsync(file, cancellationToken), ground, reference, out IReadOnlyList<string> faults);
        return faults.Count == 0 ? targets : throw new SetupException($"{file} was refused whole; nothing was changed.\n  {string.Join("\n  ", faults)}");
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                throw new SetupException($"{file} is larger than {MaxFileBytes / 1024 / 1024} MiB: split it.");
            }
            return await File.ReadAllTextAsync(file, new UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{file} cannot be read: {exception.Message}", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SetupException($"{file} is not UTF-8: save it as UTF-8 CSV.", exception);
        }
    }
}
