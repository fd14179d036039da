using System.Diagnostics;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Takes rows from the source in pieces, notes what it is about to ask, asks, writes verdicts. It stops asking when the hub is away, refuses, or the budget is spent:
/// what is left then costs nothing and a resumed run takes it up.
/// </summary>
internal sealed class QueryRun(CommandRun run, ExchangeClient client, QuerySettings settings, PhaseTimes times)
{
    public const int PieceOfApplicants = 256;

    private readonly QueryTally _tally = new();

    public async Task<QueryTally> AskAsync(InputSource source, ResultSink sink, CancellationToken cancellationToken)
    {
        _tally.AddKept(sink.File?.Written?.Verdicts ?? []);
        await SayWhatAStopCostsAsync(sink, cancellationToken);
        using ProgressLine progress = new(run.Environment, "rows answered");
        using RowPieces pieces = new(source, sink.File, settings, settings.IsApplicant ? PieceOfApplicants : GroupSizes.MaxGroup, times);
        bool stopped = settings.IsApplicant
            ? await AskApplicantsAsync(pieces, sink, progress, cancellationToken)
            : await AskManyAsync(pieces, sink, progress, cancellationToken);
        while (pieces.Next(cancellationToken) is { } rest)
        {
            _tally.NotAsked += rest.Rows.Count;
            Write(sink, rest.Bad);
        }
        if (!stopped)
        {
            sink.File?.Asked.Delete();
        }
        return _tally;
    }

    /// <summary>Before anything is asked: what was perhaps paid and not written, and how much that can be at most the next time.</summary>
    private async Task SayWhatAStopCostsAsync(ResultSink sink, CancellationToken cancellationToken)
    {
        if (sink.File is not { } file)
        {
            return;
        }
        PaidTwice rules = new(client, settings);
        _tally.UnitsAtRisk = await rules.AtRiskAsync(cancellationToken);
        _tally.UnitsPaidTwice = await rules.UnitsOfAsync(file.Unwritten, cancellationToken);
        if (run.Json)
        {
            return;
        }
        if (file.Unwritten > 0)
        {
            run.Remark($"An earlier run stopped after asking for {file.Unwritten} rows whose verdict it did not write: they are asked again and may cost {PaidTwice.Text(_tally.UnitsPaidTwice)} a second time.");
        }
        run.Remark($"If this run is stopped, --resume takes it up; {PaidTwice.Text(_tally.UnitsAtRisk)} may then be paid twice.");
    }

    private async Task<bool> AskManyAsync(RowPieces pieces, ResultSink sink, ProgressLine progress, CancellationToken cancellationToken)
    {
        List<VerdictRow> answered = [];
        RowPiece? piece = null;
        bool stop = false;
        SynchronousProgress told = new(step => progress.Report(step.Answered, waitingUntil: step.WaitingUntil));
        await foreach (QueryResult result in client.QueryManyAsync(pieces.IdentifiersAsync(cancellationToken), settings.Purpose, told, cancellationToken))
        {
            if (piece is null)
            {
                pieces.TryTake(out piece);
            }
            ParsedRow asked = piece!.Rows[answered.Count];
            // Answers of one kind come in the order of the input; were it otherwise, verdicts would stand on other people's lines.
            if (!ReferenceEquals(asked.Identifiers[0], result.Identifier))
            {
                throw new UnreachableException("An answer came out of order.");
            }
            VerdictRow row = VerdictRow.Of(asked.Row, result.Identifier, result.Listing, settings.WithIdentifiers);
            stop |= EndsRun(row.ExitCode);
            answered.Add(row);
            if (answered.Count == piece.Rows.Count)
            {
                Finish(pieces, piece, answered, sink, stop);
                piece = null;
            }
        }
        while (pieces.TryTake(out piece))
        {
            Finish(pieces, piece!, answered, sink, stop);
        }
        return stop;
    }

    private async Task<bool> AskApplicantsAsync(RowPieces pieces, ResultSink sink, ProgressLine progress, CancellationToken cancellationToken)
    {
        bool stop = false;
        while (!stop && pieces.Next(cancellationToken) is { } piece)
        {
            pieces.Note(piece);
            ApplicantListing[] answers = await Task.WhenAll(piece.Rows.Select(one => client.QueryApplicantAsync(one.Identifiers, settings.Purpose, cancellationToken)));
            List<VerdictRow> rows = [.. piece.Rows.Select((one, index) => VerdictRow.Of(one.Row, one.Identifiers, answers[index], settings.WithIdentifiers))];
            stop = rows.Exists(static row => EndsRun(row.ExitCode));
            Finish(pieces, piece, rows, sink, stop);
            progress.Report(_tally.Asked);
        }
        return stop;
    }

    private static bool EndsRun(int code) => code is ExitCode.Network or ExitCode.Refused;

    /// <summary>Writes a piece's answers with its bad lines, by line, and makes room for another.</summary>
    private void Finish(RowPieces pieces, RowPiece piece, List<VerdictRow> answered, ResultSink sink, bool stop)
    {
        _tally.Asked += piece.Rows.Count;
        _tally.PaidTwice += pieces.AskedBefore(piece);
        Write(sink, piece.Bad.Count == 0 ? answered : [.. answered.Concat(piece.Bad).OrderBy(static row => row.Line)]);
        answered.Clear();
        if (stop)
        {
            pieces.Stop();
        }
        pieces.Written();
    }

    private void Write(ResultSink sink, IReadOnlyList<VerdictRow> rows)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (VerdictRow row in rows)
        {
            _tally.Add(row);
        }
        sink.Write(rows);
        times.Add(PhaseTimes.Writing, start);
    }

    /// <summary>Reports in the caller's thread: the usual one posts, and a late line would overwrite a result.</summary>
    private sealed class SynchronousProgress(Action<QueryProgress> report) : IProgress<QueryProgress>
    {
        public void Report(QueryProgress value) => report(value);
    }
}
