using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Telemetry;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Queries;

/// <summary>The road of a query: list, epochs, entry keys, look-up, verdict. Of it nothing goes to disk.</summary>
internal sealed class QueryRoad(LocalList list, EvaluationQueue queue, EntryKeyCache cache, ListingRules rules, ExchangeClientOptions options, TimeProvider time)
{
    /// <summary>Answers all of them together: what has to be evaluated shares requests from the start.</summary>
    public Task<Listing[]> AskAsync(IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken) => AskAsync(identifiers, purpose, keep: null, cancellationToken);

    /// <summary>The same, and shows the entry keys to <paramref name="keep"/>.</summary>
    public async Task<Listing[]> AskAsync(IReadOnlyList<Identifier> identifiers, string purpose, KeepEntryKey? keep, CancellationToken cancellationToken)
    {
        Require(purpose);
        cancellationToken.ThrowIfCancellationRequested();
        if (options.SyncWhenNeeded)
        {
            await list.EnsureAsync(options.StaleAfter, cancellationToken).ConfigureAwait(false);
        }
        Listing[] listings = await AskTwiceAsync(identifiers, purpose, keep, cancellationToken).ConfigureAwait(false);
        foreach ((Verdict verdict, int count) in listings.CountBy(static listing => listing.Verdict))
        {
            ClientTelemetry.Queries.Add(count, new KeyValuePair<string, object?>("verdict", verdict.ToString()));
        }
        return listings;
    }

    /// <summary>The same without asking for anything: what is not known waits for the padding of others' requests, for as long as it takes.</summary>
    public async Task<Listing[]> AskWhenSpareAsync(IReadOnlyList<Identifier> identifiers, KeepEntryKey? keep, CancellationToken cancellationToken)
    {
        if (options.SyncWhenNeeded)
        {
            await list.EnsureAsync(options.StaleAfter, cancellationToken).ConfigureAwait(false);
        }
        return await AskSetAsync(list.Current, identifiers, queue.AddWhenSpare, keep, cancellationToken).ConfigureAwait(false);
    }

    public static void Require(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        if (!Purposes.All.Contains(purpose))
        {
            throw new ArgumentException($"'{purpose}' is no purpose; the purposes are {string.Join(", ", Purposes.All)}.", nameof(purpose));
        }
    }

    /// <summary>An epoch may end between two synchronisations; the hub then says so, and a newer list knows which are live.</summary>
    private async Task<Listing[]> AskTwiceAsync(IReadOnlyList<Identifier> identifiers, string purpose, KeepEntryKey? keep, CancellationToken cancellationToken)
    {
        void Enqueue(WantedBatch batch) => queue.Add(batch, purpose);
        ListSet? set = list.Current;
        Listing[] listings = await AskSetAsync(set, identifiers, Enqueue, keep, cancellationToken).ConfigureAwait(false);
        int[] gone = [.. Enumerable.Range(0, listings.Length).Where(index => listings[index].Reason == UnsureReason.EpochEnded)];
        if (gone.Length == 0 || !options.SyncWhenNeeded)
        {
            return listings;
        }
        await list.ReplaceAsync(set, cancellationToken).ConfigureAwait(false);
        KeepEntryKey? keepAgain = keep is null ? null : (index, epoch, key) => keep(gone[index], epoch, key);
        Listing[] again = await AskSetAsync(list.Current, [.. gone.Select(index => identifiers[index])], Enqueue, keepAgain, cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < gone.Length; index++)
        {
            listings[gone[index]] = again[index];
        }
        return listings;
    }

    private async Task<Listing[]> AskSetAsync(ListSet? set, IReadOnlyList<Identifier> identifiers, Action<WantedBatch> enqueue, KeepEntryKey? keep, CancellationToken cancellationToken)
    {
        if (set is null)
        {
            Listing none = list.LastFailure is { } failure
                ? rules.Unsure(UnsureReason.NoList, $"There is no local list, and it could not be fetched: {failure.Message}")
                : rules.Unsure(UnsureReason.NoList, "There is no local list yet: synchronise first.");
            return [.. identifiers.Select(_ => none)];
        }
        QueryBatch batch = new(set, identifiers, Now, LookUp, keep, cancellationToken);
        batch.FindKnown(cache);
        if (batch.Missing.All.Count > 0)
        {
            enqueue(batch.Missing);
            await batch.Missing.WaitAsync().ConfigureAwait(false);
        }
        return batch.Decide(rules, list.AgeOf(set));
    }

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>A swap may unmap a file under a slow query; its successor in the newer list then answers.</summary>
    private EpochFinding LookUp(ListSet set, IdentifierKind kind, uint epoch, EntryKey key)
    {
        while (true)
        {
            try
            {
                return EpochFinding.LookUp(set, kind, epoch, key);
            }
            catch (ObjectDisposedException) when (list.Current is { } newer && !ReferenceEquals(newer, set))
            {
                set = newer;
            }
        }
    }
}
