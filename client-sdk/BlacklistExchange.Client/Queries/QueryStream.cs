using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Queries;

/// <summary>
/// Answers an input of any length with bounded memory: a few groups of 1024 are held, whatever the input, as many as are worth having in flight. Identifiers are gathered by kind until a group is
/// full, since a full group needs no padding; what an input is slow to give does not keep what is there waiting.
/// </summary>
internal sealed class QueryStream(QueryRoad road, TimeSpan burstWait, TimeProvider time)
{
    private long _read;
    private long _answered;

    public async IAsyncEnumerable<QueryResult> RunAsync(
        IAsyncEnumerable<Identifier> identifiers, string purpose, IProgress<QueryProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<Task<QueryResult[]>> running = Channel.CreateBounded<Task<QueryResult[]>>(EvaluationQueue.MostInFlight - 1);
        Task reading = Task.Run(() => ReadAsync(identifiers, purpose, progress, running.Writer, ended.Token), CancellationToken.None);
        try
        {
            await foreach (Task<QueryResult[]> group in running.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (QueryResult result in await group.ConfigureAwait(false))
                {
                    yield return result;
                }
            }
            await reading.ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(
        IAsyncEnumerable<Identifier> identifiers, string purpose, IProgress<QueryProgress>? progress, ChannelWriter<Task<QueryResult[]>> running, CancellationToken cancellationToken)
    {
        try
        {
            Dictionary<IdentifierKind, List<(long Index, Identifier Identifier)>> gathered = [];
            await using IAsyncEnumerator<Identifier> source = identifiers.GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                ValueTask<bool> next = source.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    await FlushAsync(gathered, purpose, progress, running, cancellationToken).ConfigureAwait(false);
                }
                if (!await next.ConfigureAwait(false))
                {
                    break;
                }
                Identifier identifier = source.Current ?? throw new ArgumentException($"Identifier {_read} is null.", nameof(identifiers));
                if (!gathered.TryGetValue(identifier.Kind, out List<(long Index, Identifier Identifier)>? group))
                {
                    gathered[identifier.Kind] = group = [];
                }
                group.Add((_read++, identifier));
                if (group.Count == GroupSizes.MaxGroup)
                {
                    await running.WriteAsync(AskAsync([.. group], purpose, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
                    group.Clear();
                }
            }
            await FlushAsync(gathered, purpose, progress, running, cancellationToken).ConfigureAwait(false);
            running.Complete();
        }
        catch (Exception exception)
        {
            running.Complete(exception);
        }
    }

    /// <summary>What is left of all kinds goes in one request.</summary>
    private async Task FlushAsync(
        Dictionary<IdentifierKind, List<(long Index, Identifier Identifier)>> gathered, string purpose, IProgress<QueryProgress>? progress, ChannelWriter<Task<QueryResult[]>> running, CancellationToken cancellationToken)
    {
        (long Index, Identifier Identifier)[] rest = [.. gathered.Values.SelectMany(static group => group)];
        gathered.Clear();
        if (rest.Length > 0)
        {
            await running.WriteAsync(AskAsync(rest, purpose, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<QueryResult[]> AskAsync((long Index, Identifier Identifier)[] rows, string purpose, IProgress<QueryProgress>? progress, CancellationToken cancellationToken)
    {
        Listing[] listings = await road.AskAsync([.. rows.Select(static row => row.Identifier)], purpose, cancellationToken).ConfigureAwait(false);
        long start = time.GetTimestamp();
        while (Refill(listings) is { } at && time.GetElapsedTime(start) < burstWait && at - time.GetUtcNow() < burstWait)
        {
            progress?.Report(new QueryProgress(Volatile.Read(ref _read), Volatile.Read(ref _answered), at));
            TimeSpan wait = at - time.GetUtcNow();
            await Task.Delay(wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
            int[] again = [.. Enumerable.Range(0, rows.Length).Where(index => listings[index].Reason == UnsureReason.BudgetExhausted)];
            Listing[] answers = await road.AskAsync([.. again.Select(index => rows[index].Identifier)], purpose, cancellationToken).ConfigureAwait(false);
            for (int index = 0; index < again.Length; index++)
            {
                listings[again[index]] = answers[index];
            }
        }
        progress?.Report(new QueryProgress(Volatile.Read(ref _read), Interlocked.Add(ref _answered, rows.Length), null));
        return [.. rows.Select((row, index) => new QueryResult(row.Index, row.Identifier, listings[index]))];
    }

    /// <summary>When the exhausted budget is one that refills by itself: when to ask again.</summary>
    private static DateTimeOffset? Refill(Listing[] listings) =>
        listings.Where(static listing => listing is { Reason: UnsureReason.BudgetExhausted, RetryAt: not null }).Max(static listing => listing.RetryAt);
}
