using System.Text.Json.Nodes;
using System.Threading.Channels;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Cli.Drips;

/// <summary>
/// Hands the rows of an input to a running agent for its spare slots, and writes verdicts as they come, in the order in which they come. As many wait there at a time as
/// are worth having there; while the agent is away it waits for it and sends again what has no answer.
/// </summary>
internal sealed class DripRun(CommandRun run, AgentConnection agent, QuerySettings settings, DripProgress progress, DateTimeOffset? until) : IDisposable
{
    /// <summary>Rows in one request.</summary>
    public const int RowsAtOnce = 64;

    /// <summary>Rows that wait at the agent at a time.</summary>
    private const int MostWaiting = 4_096;

    /// <summary>Requests at a time: a row whose kind nobody asks for holds its own open.</summary>
    private const int MostBatches = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Remarks = TimeSpan.FromHours(1);

    private readonly Channel<VerdictRow> _answers = Channel.CreateBounded<VerdictRow>(4096);
    private readonly SemaphoreSlim _room = new(MostWaiting);
    private bool _agentIsAway;

    /// <summary>Ends when every row has its verdict, or at the day given.</summary>
    public async Task<QueryTally> RunAsync(RowPieces pieces, ResultSink sink, CancellationToken cancellationToken)
    {
        QueryTally tally = new();
        tally.AddKept(sink.File?.Written?.Verdicts ?? []);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task asking = AskAsync(pieces, ended.Token);
        Task watching = WatchAsync(ended);
        try
        {
            while (await _answers.Reader.WaitToReadAsync(CancellationToken.None))
            {
                List<VerdictRow> rows = [];
                while (_answers.Reader.TryRead(out VerdictRow? row))
                {
                    rows.Add(row);
                    tally.Add(row);
                    tally.Asked += row.Verdict == VerdictRow.BadLineVerdict ? 0 : 1;
                }
                sink.Write(rows);
                progress.Add(rows.Count);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (asking.IsFaulted)
        {
            await asking;
        }
        tally.NotAsked = (int)Math.Min(int.MaxValue, progress.Left);
        return tally;
    }

    public void Dispose() => _room.Dispose();

    private async Task AskAsync(RowPieces pieces, CancellationToken cancellationToken)
    {
        List<Task> batches = [];
        try
        {
            while (pieces.Next(cancellationToken) is { } piece)
            {
                foreach (VerdictRow bad in piece.Bad)
                {
                    await _answers.Writer.WriteAsync(bad, cancellationToken);
                }
                for (int row = 0; row < piece.Rows.Count; row++)
                {
                    await _room.WaitAsync(cancellationToken);
                }
                batches.Add(AskAsync(piece, cancellationToken));
                if (batches.Count >= MostBatches)
                {
                    await Task.WhenAny(batches);
                }
                await DropEndedAsync(batches);
            }
            await Task.WhenAll(batches);
        }
        finally
        {
            await Task.WhenAll(batches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _answers.Writer.Complete();
        }
    }

    private static async Task DropEndedAsync(List<Task> batches)
    {
        foreach (Task ended in batches.Where(static batch => batch.IsCompleted).ToArray())
        {
            batches.Remove(ended);
            await ended;
        }
    }

    /// <summary>One batch, sent again for what has no answer until everything has.</summary>
    private async Task AskAsync(RowPiece piece, CancellationToken cancellationToken)
    {
        Dictionary<int, ParsedRow> left = piece.Rows.ToDictionary(static row => row.Row.Line);
        while (left.Count > 0)
        {
            try
            {
                await foreach (JsonObject answer in agent.BatchAsync(left.Values.Select(row => DripAnswer.Ask(row, settings.Purpose)), cancellationToken))
                {
                    _agentIsAway = false;
                    if (DripAnswer.LineOf(answer) is { } line && left.Remove(line, out ParsedRow? row))
                    {
                        _room.Release();
                        await _answers.Writer.WriteAsync(DripAnswer.Of(row, answer, settings), cancellationToken);
                    }
                }
            }
            catch (HttpRequestException)
            {
                _agentIsAway = true;
            }
            if (left.Count > 0)
            {
                await Task.Delay(Pause, run.Environment.Time, cancellationToken);
            }
        }
    }

    /// <summary>Shows how far it is, once a second on a terminal and once an hour elsewhere, and ends the run at its day.</summary>
    private async Task WatchAsync(CancellationTokenSource ended)
    {
        TimeProvider time = run.Environment.Time;
        using ProgressLine line = new(run.Environment, "screened");
        DateTimeOffset said = time.GetUtcNow();
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            DateTimeOffset now = time.GetUtcNow();
            progress.Mark(now);
            line.Report(progress.Describe() + (_agentIsAway ? ", the agent is away" : ""));
            if (!run.Environment.ErrorIsTerminal && now - said >= Remarks)
            {
                said = now;
                run.Remark(run.Json ? JsonLine.Of(progress.ToJson()) : progress.Describe());
            }
            if (now >= until)
            {
                await ended.CancelAsync();
            }
        }
    }
}
