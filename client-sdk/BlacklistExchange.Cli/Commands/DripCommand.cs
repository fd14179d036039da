using System.CommandLine;
using System.Globalization;
using BlacklistExchange.Cli.Csv;
using BlacklistExchange.Cli.Drips;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Commands;

/// <summary><c>bex drip</c>: a large base, little by little, in the padding of a running agent's own requests, at no cost.</summary>
internal sealed class DripCommand
{
    private readonly SourceOptions _source = new();
    private readonly AgentOptions _agent = new();
    private readonly QueryColumns _columns = new();

    private readonly Option<string?> _key = new("--key") { Description = "With --csv: the column that names rows in the result. Default: the line number.", HelpName = "COLUMN" };
    private readonly Option<string> _out = new("--out") { Description = "Result as CSV, as of bex query, in the order of the answers. Mode 0600, never overwritten.", HelpName = "FILE", Required = true };
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue the --out file: rows with a verdict are not asked again." };
    private readonly Option<bool> _identifiers = new("--with-identifiers") { Description = "Put the canonical identifiers into the result." };

    private readonly Option<string> _purpose = new("--purpose")
    {
        Description = $"Why you ask: {string.Join(", ", Purposes.All)}.",
        HelpName = "PURPOSE",
        DefaultValueFactory = static _ => Purposes.ReCheck,
    };

    private readonly Option<string?> _until = new("--until") { Description = "Stop on this day (UTC), whatever is left; --resume takes it up.", HelpName = "YYYY-MM-DD" };

    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        DripCommand drip = new();
        Command command = new("drip", """
            Screen a large base in the spare slots of a running bex-agent: requests are padded, every slot is paid for, and what waits here fills what
            sign-ups leave empty. It costs nothing and takes as long as it takes; it says on which day it will be done. A kind that the agent is never
            asked for has no spare slots: such rows wait for ever. Screening whole customer bases needs a grant from the operator.
            """);
        drip._columns.AddTo(command);
        drip._source.AddTo(command);
        foreach (Option option in new Option[] { drip._key, drip._out, drip._resume, drip._identifiers, drip._purpose, drip._until })
        {
            command.Add(option);
        }
        drip._agent.AddTo(command);
        drip._purpose.AcceptOnlyFromAmong([.. Purposes.All]);
        CommandRun.Bind(command, environment, globals, drip.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Value(_out) == "-")
        {
            throw new InputException("--out is a file: it is what a stopped drip is continued from.");
        }
        (IReadOnlyList<IdentifierColumn> columns, bool isApplicant) = _columns.Read(run, _source);
        QuerySettings settings = new(columns, isApplicant, run.Value(_purpose)!, run.Value(_identifiers));
        DateTimeOffset? until = Until(run);
        using AgentConnection agent = _agent.Open(run);
        using PhaseTimes times = new();
        ResumeChoice resume = new(run.Value(_resume), RetryStale: true);
        long total = Count(run, settings, resume);
        using InputSource source = Open(run, settings);
        using ResultSink sink = new(run, run.Value(_out), source.KeyName, isApplicant, settings.WithIdentifiers, resume);
        using RowPieces pieces = new(source, sink.File, settings, DripRun.RowsAtOnce, times);
        using DripRun drip = new(run, agent, settings, new DripProgress(total, run.Environment.Time.GetUtcNow()), until);
        QueryTally tally = await drip.RunAsync(pieces, sink, cancellationToken);
        if (run.Json)
        {
            run.Say(tally.ToJson(times));
        }
        else
        {
            run.Remark(tally.Describe(resumable: true));
        }
        return tally.ExitCode;
    }

    /// <summary>Rows that have no verdict yet: read once before, since without it nobody could say when it will be done.</summary>
    private long Count(CommandRun run, QuerySettings settings, ResumeChoice resume)
    {
        if (run.Value(_source.Csv) == "-" || run.Value(_source.Source) is null or "-" && run.Value(_source.Csv) is null)
        {
            throw new InputException("A drip reads its input twice: give a file, --csv FILE or FILE.");
        }
        using InputSource source = Open(run, settings);
        EarlierRun? earlier = resume.IsAsked ? EarlierRun.Read(run.Value(_out)!, VerdictRow.Header(CsvLine.Safe(source.KeyName), settings.IsApplicant, settings.WithIdentifiers), resume.RetryStale) : null;
        long rows = 0;
        while (source.Read() is { } row)
        {
            rows += earlier?.Written.Holds(row) ?? false ? 0 : 1;
        }
        return rows;
    }

    private InputSource Open(CommandRun run, QuerySettings settings) =>
        InputSource.Open(run, _source, [.. settings.Columns.Select(static column => column.Column).OfType<string>()], run.Value(_key), IdentifierKinds.Name(settings.Columns[0].Kind));

    private DateTimeOffset? Until(CommandRun run)
    {
        if (run.Value(_until) is not { } text)
        {
            return null;
        }
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset day) && day > run.Environment.Time.GetUtcNow()
            ? day : throw new InputException("--until is a day to come, YYYY-MM-DD.");
    }
}
