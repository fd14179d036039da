using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Takes rows from the source in pieces, notes what it is about to ask, asks, writes verdicts. It stops asking when the hub is away, refuses, or the budget is spent:
/// what is left then costs nothing and a resumed run takes it up.
/// </summary>
internal sealed class QueryRun(CommandRun run, ExchangeClient client, QuerySettings settings)
{
    /// <summary>Three groups of 1024: as many as the SDK keeps in flight.</summary>
    private const int PieceOfMany = 3072;
    private const int PieceOfApplicants = 256;
    private const int WriteEvery = 1024;

    private readonly QueryTally _tally = new();
    private readonly List<VerdictRow> _bad = [];

    public async Task<QueryTally> AskAsync(InputSource source, ResultSink sink, CancellationToken cancellationToken)
    {
        _tally.AddKept(sink.File?.KeptVerdicts ?? []);
        using ProgressLine progress = new(run.Environment, "rows answered");
        bool stopped = false;
        while (NextPiece(source, sink, cancellationToken) is { Count: > 0 } piece)
        {
            if (stopped)
            {
                _tally.NotAsked += piece.Count;
                continue;
            }
            _tally.Asked += piece.Count;
            _tally.PaidTwice += piece.Count(one => sink.File?.Asked.WasAsked(one.Row.Line) ?? false);
            sink.File?.Asked.Add(piece.Select(static one => one.Row.Line));
            stopped = settings.IsApplicant
                ? await AskApplicantsAsync(piece, sink, progress, cancellationToken)
                : await AskManyAsync(piece, sink, progress, cancellationToken);
        }
        WriteSorted(sink, []);
        if (!stopped)
        {
            sink.File?.Asked.Delete();
        }
        return _tally;
    }

    private List<ParsedRow> NextPiece(InputSource source, ResultSink sink, CancellationToken cancellationToken)
    {
        List<ParsedRow> piece = [];
        while (piece.Count < (settings.IsApplicant ? PieceOfApplicants : PieceOfMany) && source.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (sink.File?.Holds(row) ?? false)
            {
                continue;
            }
            ParsedRow parsed = ParsedRow.Of(row, settings.Columns);
            if (parsed.IsBad)
            {
                _bad.Add(VerdictRow.Bad(row, parsed.Fault, parsed.Refusal));
            }
            else
            {
                piece.Add(parsed);
            }
        }
        return piece;
    }

    private async Task<bool> AskManyAsync(List<ParsedRow> piece, ResultSink sink, ProgressLine progress, CancellationToken cancellationToken)
    {
        int before = _tally.Asked - piece.Count;
        List<VerdictRow> answered = [];
        bool stop = false;
        IEnumerable<Identifier> identifiers = piece.Select(static one => one.Identifiers[0]);
        SynchronousProgress told = new(step => progress.Report(before + step.Answered, waitingUntil: step.WaitingUntil));
        await foreach (QueryResult result in client.QueryManyAsync(identifiers, settings.Purpose, told, cancellationToken))
        {
            VerdictRow row = VerdictRow.Of(piece[(int)result.Index].Row, result.Identifier, result.Listing, settings.WithIdentifiers);
            stop |= EndsRun(row.ExitCode);
            answered.Add(row);
            if (answered.Count == WriteEvery)
            {
                WriteSorted(sink, answered);
            }
        }
        WriteSorted(sink, answered);
        return stop;
    }

    private async Task<bool> AskApplicantsAsync(List<ParsedRow> piece, ResultSink sink, ProgressLine progress, CancellationToken cancellationToken)
    {
        ApplicantListing[] answers = await Task.WhenAll(piece.Select(one => client.QueryApplicantAsync(one.Identifiers, settings.Purpose, cancellationToken)));
        List<VerdictRow> rows = [.. piece.Select((one, index) => VerdictRow.Of(one.Row, one.Identifiers, answers[index], settings.WithIdentifiers))];
        bool stop = rows.Exists(static row => EndsRun(row.ExitCode));
        WriteSorted(sink, rows);
        progress.Report(_tally.Asked);
        return stop;
    }

    private static bool EndsRun(int code) => code is ExitCode.Network or ExitCode.Refused;

    /// <summary>Writes answers together with the bad lines that stand before the last of them, and empties both.</summary>
    private void WriteSorted(ResultSink sink, List<VerdictRow> answered)
    {
        int last = answered.Count == 0 ? int.MaxValue : answered.Max(static row => row.Line);
        VerdictRow[] rows = [.. answered.Concat(_bad.Where(row => row.Line < last)).OrderBy(static row => row.Line)];
        _bad.RemoveAll(row => row.Line < last);
        answered.Clear();
        foreach (VerdictRow row in rows)
        {
            _tally.Add(row);
        }
        sink.Write(rows);
    }

    /// <summary>Reports in the caller's thread: the usual one posts, and a late line would overwrite a result.</summary>
    private sealed class SynchronousProgress(Action<QueryProgress> report) : IProgress<QueryProgress>
    {
        public void Report(QueryProgress value) => report(value);
    }
}
