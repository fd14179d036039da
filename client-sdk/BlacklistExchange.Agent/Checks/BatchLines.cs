using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BlacklistExchange.Agent.Problems;

namespace BlacklistExchange.Agent.Checks;

/// <summary>Cuts a body into lines as it arrives. Empty lines count and are passed over; one that is too long ends the batch, since nobody knows where the next begins.</summary>
internal sealed class BatchLines(PipeReader body, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    private int _number;

    public async IAsyncEnumerable<BatchLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult? read = await NextAsync(cancellationToken);
            if (read is not { } result)
            {
                yield return new BatchLine(_number + 1, null, new Refusal(ProblemTypes.TooSlow, $"No line came for {LongestPause.TotalSeconds:0} seconds; the batch ends here."));
                yield break;
            }
            ReadOnlySequence<byte> rest = result.Buffer;
            while (TryCut(ref rest, result.IsCompleted, out byte[] line))
            {
                _number++;
                if (line.Length > AgentHost.MaxBodyBytes)
                {
                    body.AdvanceTo(result.Buffer.End);
                    yield return TooLong(_number);
                    yield break;
                }
                if (Parse(line) is { } parsed)
                {
                    yield return parsed;
                }
            }
            if (rest.Length > AgentHost.MaxBodyBytes)
            {
                body.AdvanceTo(result.Buffer.End);
                yield return TooLong(_number + 1);
                yield break;
            }
            body.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
            {
                yield break;
            }
        }
    }

    private static BatchLine TooLong(int number) => new(number, null, new Refusal(ProblemTypes.TooLarge, $"A line has at most {AgentHost.MaxBodyBytes} bytes; the batch ends here."));

    /// <summary>Null when the caller has paused for too long.</summary>
    private async Task<ReadResult?> NextAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource pause = new(LongestPause, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            return await body.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> rest, bool isLast, out byte[] line)
    {
        line = [];
        SequencePosition? end = rest.PositionOf((byte)'\n');
        if (end is null && (!isLast || rest.IsEmpty))
        {
            return false;
        }
        line = rest.Slice(0, end ?? rest.End).ToArray();
        rest = end is { } position ? rest.Slice(rest.GetPosition(1, position)) : rest.Slice(rest.End);
        return true;
    }

    private BatchLine? Parse(byte[] line)
    {
        try
        {
            if (line.AsSpan().Trim(" \t\r"u8).IsEmpty)
            {
                return null;
            }
            (CheckRequest? request, Refusal? refusal) = JsonReading.Read(line, CheckRequest.Fields, CheckRequest.Read);
            return new BatchLine(_number, request, refusal);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }
    }
}
