using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Reads an input ahead of its answers, in pieces, and hands their identifiers on. A piece is noted on the disk before its first identifier leaves, and no more
/// pieces are out than <see cref="MostOut"/>: what a stop can cost is known before it happens, and memory stays flat.
/// </summary>
/// <param name="source">The input.</param>
/// <param name="file">The result file, whose rows are not asked again; null when there is none.</param>
/// <param name="settings">What is asked.</param>
/// <param name="size">Good rows in a piece.</param>
/// <param name="times">Where reading and noting are counted.</param>
internal sealed class RowPieces(InputSource source, ResultFile? file, QuerySettings settings, int size, PhaseTimes times) : IDisposable
{
    private readonly ConcurrentQueue<RowPiece> _out = new();
    private readonly SemaphoreSlim _room = new(MostOut);
    private volatile bool _stopped;

    /// <summary>Pieces that are noted and not written yet. With fewer the cores would wait for the hub, with more a stop would cost more.</summary>
    public static int MostOut { get; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 12);

    /// <summary>The identifiers of a one-column input, piece after piece. Every piece comes out of <see cref="TryTake"/> in the same order.</summary>
    public async IAsyncEnumerable<Identifier> IdentifiersAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await _room.WaitAsync(cancellationToken);
            if (_stopped || Next(cancellationToken) is not { } piece)
            {
                yield break;
            }
            Note(piece);
            _out.Enqueue(piece);
            foreach (ParsedRow row in piece.Rows)
            {
                yield return row.Identifiers[0];
            }
        }
    }

    /// <summary>The next piece whose identifiers were handed on.</summary>
    public bool TryTake(out RowPiece? piece) => _out.TryDequeue(out piece);

    /// <summary>A piece is written: there is room for another.</summary>
    public void Written() => _room.Release();

    /// <summary>Hands nothing more on.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Puts on the disk that a piece is about to be asked.</summary>
    public void Note(RowPiece piece)
    {
        long start = Stopwatch.GetTimestamp();
        file?.Asked.Add(piece.Lines);
        times.Add(PhaseTimes.Writing, start);
    }

    /// <summary>Rows of a piece that an earlier run had asked for.</summary>
    public int AskedBefore(RowPiece piece) => file is null ? 0 : piece.Lines.Count(file.Asked.WasAsked);

    /// <summary>Reads on; null at the end.</summary>
    public RowPiece? Next(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        List<ParsedRow> rows = [];
        List<VerdictRow> bad = [];
        while (rows.Count < size && source.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file?.Holds(row) ?? false)
            {
                continue;
            }
            ParsedRow parsed = ParsedRow.Of(row, settings.Columns);
            if (parsed.IsBad)
            {
                bad.Add(VerdictRow.Bad(row, parsed.Fault, parsed.Refusal));
            }
            else
            {
                rows.Add(parsed);
            }
        }
        times.Add(PhaseTimes.Reading, start);
        return rows.Count + bad.Count == 0 ? null : new RowPiece(rows, bad);
    }

    public void Dispose() => _room.Dispose();
}
