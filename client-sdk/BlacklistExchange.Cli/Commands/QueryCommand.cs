using System.CommandLine;
using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex query</c>: one identifier typed, one a line, a CSV column, or several columns of one applicant.</summary>
internal sealed class QueryCommand
{
    private readonly SourceOptions _source = new();
    private readonly ClientOptions _client = new();
    private readonly QueryColumns _columns = new();

    private readonly Option<string?> _key = new("--key") { Description = "With --csv: the column that names rows in the result. Default: the line number.", HelpName = "COLUMN" };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Result as CSV: line, key, verdict, category, tier, standing, reason. Mode 0600, never overwritten; - is stdout. "
            + "A cell that a spreadsheet would run (= + - @ …) gets an apostrophe in front.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Continue the --out file: rows with a verdict are never asked again; unsure ones (nothing was found out) and bad lines are. "
            + "What an earlier run had paid for without writing it may be paid twice; the run says how much.",
    };

    private readonly Option<bool> _retryStale = new("--retry-stale") { Description = "With --resume: ask for stale rows again too. They were paid for and cost again." };

    private readonly Option<bool> _identifiers = new("--with-identifiers") { Description = "Put the canonical identifiers into the result." };

    private readonly Option<string> _purpose = new("--purpose")
    {
        Description = $"Why you ask: {string.Join(", ", Purposes.All)}. Policy may refuse one.",
        HelpName = "PURPOSE",
        DefaultValueFactory = static _ => Purposes.SignUp,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check every line and show the cost; ask nothing." };

    private readonly Option<int> _staleAfter = new("--stale-after")
    {
        Description = "Hours after which the local list may neither accuse nor clear.",
        HelpName = "HOURS",
        DefaultValueFactory = static _ => 24,
    };

    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        QueryCommand query = new();
        Command command = new("query", "Ask whether identifiers are listed. Typed at a prompt, or from a file; never as an argument by accident.");
        query._columns.AddTo(command);
        query._source.AddTo(command);
        foreach (Option option in new Option[] { query._key, query._out, query._resume, query._retryStale, query._identifiers, query._purpose, query._dryRun, query._staleAfter })
        {
            command.Add(option);
        }
        query._client.AddTo(command);
        query._purpose.AcceptOnlyFromAmong([.. Purposes.All]);
        CommandRun.Bind(command, environment, globals, query.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        QuerySettings settings = Settings(run);
        if (run.Value(_resume) && run.Value(_out) is null or "-")
        {
            throw new InputException("--resume continues a result file: name it with --out FILE.");
        }
        if (run.Value(_retryStale) && !run.Value(_resume))
        {
            throw new InputException("--retry-stale needs --resume.");
        }
        int stale = run.Value(_staleAfter);
        if (stale is < 1 or > 720)
        {
            throw new InputException("--stale-after is 1 to 720 hours.");
        }
        string[] columns = [.. settings.Columns.Select(static column => column.Column).OfType<string>()];
        using InputSource source = InputSource.Open(run, _source, columns, run.Value(_key), IdentifierKinds.Name(settings.Columns[0].Kind));
        await using ExchangeClient client = await _client.OpenAsync(run, cancellationToken, TimeSpan.FromHours(stale));
        if (run.Value(_dryRun))
        {
            return await new QueryEstimate(run, client, settings).RunAsync(source, Earlier(run, settings, source), cancellationToken);
        }
        if (source.IsSingle && run.Value(_out) is null)
        {
            return await SingleQuery.RunAsync(run, client, settings, source, cancellationToken);
        }
        return await AskAsync(run, client, settings, source, cancellationToken);
    }

    private async Task<int> AskAsync(CommandRun run, ExchangeClient client, QuerySettings settings, InputSource source, CancellationToken cancellationToken)
    {
        using PhaseTimes times = new();
        using ResultSink sink = new(run, run.Value(_out), source.KeyName, settings.IsApplicant, settings.WithIdentifiers, Resume(run));
        QueryTally tally = await new QueryRun(run, client, settings, times).AskAsync(source, sink, cancellationToken);
        sink.Finish();
        if (run.Json)
        {
            run.Say(tally.ToJson(times));
        }
        else
        {
            run.Remark(tally.Describe(sink.File is not null));
            run.Remark($"Time: {times.Describe()}");
        }
        return tally.ExitCode;
    }

    private EarlierRun? Earlier(CommandRun run, QuerySettings settings, InputSource source) => run.Value(_resume)
        ? EarlierRun.Read(run.Value(_out)!, VerdictRow.Header(CsvLine.Safe(source.KeyName), settings.IsApplicant, settings.WithIdentifiers), run.Value(_retryStale))
        : null;

    private ResumeChoice Resume(CommandRun run) => new(run.Value(_resume), run.Value(_retryStale));

    private QuerySettings Settings(CommandRun run)
    {
        (IReadOnlyList<IdentifierColumn> columns, bool isApplicant) = _columns.Read(run, _source);
        return new QuerySettings(columns, isApplicant, run.Value(_purpose)!, run.Value(_identifiers));
    }
}
