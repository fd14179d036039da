using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Cases;
using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex report</c>: files a CSV of cases; may be stopped and run again at any moment.</summary>
internal sealed class ReportCommand
{
    private readonly Argument<string?> _file = new("CSV")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Case file; rows of one case_id are one infringer. Columns: " + string.Join(", ", CaseColumns.Required) + "; optional: "
            + string.Join(", ", CaseColumns.Optional) + ". observed is yyyy-MM, right type:office:number.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show cases, items, bad lines, cost and what would follow; file nothing." };
    private readonly Option<string?> _receipts = new("--receipts") { Description = "Write the receipts as CSV, one line an item, mode 0600; a regulator's bulk act takes the file.", HelpName = "FILE" };
    private readonly Option<bool> _resend = new("--resend") { Description = "Send the vault's acknowledged reports again, without a CSV: after the operator has restored the hub from a backup." };
    private readonly Option<string?> _since = new("--since") { Description = "With --resend: only reports whose receipt is of this time or later.", HelpName = "TIME" };
    private readonly Option<string> _encoding = new SourceOptions().Encoding;
    private readonly ClientOptions _client = new();

    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        ReportCommand report = new();
        Command command = new("report", "Report a CSV of cases. Running it again is safe and free: a case is filed once.") { report._file, report._dryRun, report._receipts, report._resend, report._since, report._encoding };
        report._client.AddTo(command);
        CommandRun.Bind(command, environment, globals, report.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Value(_resend) == (run.Value(_file) is not null) || (run.Value(_since) is not null && !run.Value(_resend)))
        {
            throw new InputException("Give a CSV to report, or --resend, with --since if you like, to send reports again.");
        }
        if (run.Value(_resend))
        {
            DateTimeOffset? since = ResendRun.Since(run.Value(_since));
            await using ExchangeClient again = await _client.OpenAsync(run, cancellationToken);
            return await new ResendRun(run, again).ResendAsync(since, cancellationToken);
        }
        return await ReportAsync(run, cancellationToken);
    }

    private async Task<int> ReportAsync(CommandRun run, CancellationToken cancellationToken)
    {
        (IReadOnlyList<CaseDraft> cases, IReadOnlyList<CaseFault> strays) = Read(run);
        CaseFault[] faults = [.. strays.Concat(cases.SelectMany(static one => one.Faults)).DistinctBy(static fault => (fault.Line, fault.Reason)).OrderBy(static fault => fault.Line)];
        foreach (CaseFault fault in faults)
        {
            run.Remark($"line {fault.Line}: {fault.Reason}");
        }
        int code = faults.Length > 0 ? ExitCode.BadLines : ExitCode.Clear;
        await using ExchangeClient client = await _client.OpenAsync(run, cancellationToken);
        if (run.Value(_dryRun))
        {
            await CasePreview.ShowAsync(run, client, cases, cancellationToken);
            return code;
        }
        string? receipts = run.Value(_receipts);
        ReceiptFile.RequireNew(receipts);
        IReadOnlyList<CaseOutcome> outcomes = await new CaseRun(run, client).ReportAsync(cases, cancellationToken);
        ReceiptFile.Write(receipts, outcomes);
        Show(run, cases, outcomes);
        return outcomes.Select(static one => one.ExitCode).Aggregate(code, ExitCode.Worse);
    }

    private (IReadOnlyList<CaseDraft> Cases, IReadOnlyList<CaseFault> Strays) Read(CommandRun run)
    {
        string file = run.Value(_file)!;
        if (file != "-" && !File.Exists(file))
        {
            throw new InputException("The case file does not exist.");
        }
        string folder = file == "-" ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(file))!;
        using Stream stream = file == "-" ? run.Environment.Input : File.OpenRead(file);
        (TextReader text, _) = InputEncoding.Open(stream, run.Value(_encoding)!);
        using (text)
        {
            return CaseFile.Read(text, folder, run.Environment.Time.GetUtcNow());
        }
    }

    private static void Show(CommandRun run, IReadOnlyList<CaseDraft> cases, IReadOnlyList<CaseOutcome> outcomes)
    {
        foreach (CaseOutcome outcome in outcomes.Where(static one => one.Failure is not null))
        {
            run.Remark($"case {DisplayWidth.Harmless(outcome.Draft.CaseId)}: {outcome.Failure}");
        }
        CaseDraft[] waiting = [.. cases.Where(static one => one.Case is null)];
        CaseOutcome[] filed = [.. outcomes.Where(static one => one.Receipt is not null)];
        int untried = cases.Count - waiting.Length - outcomes.Count;
        if (run.Json)
        {
            foreach (CaseOutcome outcome in outcomes)
            {
                run.Say(Describe(outcome));
            }
            run.Say(new JsonObject
            {
                ["summary"] = new JsonObject { ["cases"] = cases.Count, ["filed"] = filed.Length, ["waiting"] = waiting.Length, ["failed"] = outcomes.Count - filed.Length, ["not_tried"] = untried },
            });
            return;
        }
        if (filed.Length > 0)
        {
            run.Say(Table(filed));
        }
        run.Remark($"{filed.Length} cases filed, {waiting.Length} wait for bad lines, {outcomes.Count - filed.Length} failed, {untried} not tried. Run it again after correcting: filed cases stay as they are.");
    }

    private static TextTable Table(CaseOutcome[] filed)
    {
        TextTable table = new(new("case"), new("item", IsNumber: true), new("kind"), new("outcome"), new("state"), new("tag"));
        foreach (CaseOutcome outcome in filed)
        {
            for (int index = 0; index < outcome.Receipt!.Items.Count; index++)
            {
                ReceiptItem item = outcome.Receipt.Items[index];
                table.Add(outcome.Draft.CaseId, index.ToString(CultureInfo.InvariantCulture), IdentifierKinds.Name(outcome.Draft.Case!.Identifiers[index].Kind),
                    KebabName.Of(item.Outcome), KebabName.Of(item.State), item.Tag.ToString()[..16]);
            }
        }
        return table;
    }

    private static JsonObject Describe(CaseOutcome outcome) => new()
    {
        ["case_id"] = outcome.Draft.CaseId,
        ["report_id"] = outcome.ReportId.ToString(),
        ["failure"] = outcome.Failure,
        ["list"] = outcome.Receipt?.List,
        ["epoch"] = outcome.Receipt?.Epoch,
        ["accepted_at"] = outcome.Receipt?.AcceptedAt,
        ["items"] = outcome.Receipt is null ? null : new JsonArray([.. outcome.Receipt.Items.Select((item, index) => new JsonObject
        {
            ["item"] = index,
            ["kind"] = IdentifierKinds.Name(outcome.Draft.Case!.Identifiers[index].Kind),
            ["tag"] = item.Tag.ToString(),
            ["outcome"] = KebabName.Of(item.Outcome),
            ["state"] = KebabName.Of(item.State),
        })]),
    };
}
