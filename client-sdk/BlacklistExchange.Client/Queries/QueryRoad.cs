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
    public async Task<Listing[]> AskAsync(IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken)
    {
        Require(purpose);
        cancellationToken.ThrowIfCancellationRequested();
        if (options.SyncWhenNeeded)
        {
            await list.EnsureAsync(options.StaleAfter, cancellationToken).ConfigureAwait(false);
        }
        Listing[] listings = await AskTwiceAsync(identifiers, purpose, cancellationToken).ConfigureAwait(false);
        foreach (Listing listing in listings)
        {
            ClientTelemetry.Queries.Add(1, new KeyValuePair<string, object?>("verdict", listing.Verdict.ToString()));
        }
        return listings;
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
    private async Task<Listing[]> AskTwiceAsync(IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken)
    {
        ListSet? set = list.Current;
        Listing[] listings = await AskSetAsync(set, identifiers, purpose, cancellationToken).ConfigureAwait(false);
        int[] gone = [.. Enumerable.Range(0, listings.Length).Where(index => listings[index].Reason == UnsureReason.EpochEnded)];
        if (gone.Length == 0 || !options.SyncWhenNeeded)
        {
            return listings;
        }
        await list.ReplaceAsync(set, cancellationToken).ConfigureAwait(false);
        Listing[] again = await AskSetAsync(list.Current, [.. gone.Select(index => identifiers[index])], purpose, cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < gone.Length; index++)
        {
            listings[gone[index]] = again[index];
        }
        return listings;
    }

    private async Task<Listing[]> AskSetAsync(ListSet? set, IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken)
    {
        if (set is null)
        {
            Listing none = list.LastFailure is { } failure
                ? rules.Unsure(UnsureReason.NoList, $"There is no local list, and it could not be fetched: {failure.Message}")
                : rules.Unsure(UnsureReason.NoList, "There is no local list yet: synchronise first.");
            return [.. identifiers.Select(_ => none)];
        }
        Asked[] asked = [.. identifiers.Select(identifier => new Asked(this, set, identifier, cancellationToken))];
        List<Wanted> missing = [.. asked.SelectMany(static one => one.Missing)];
        if (missing.Count > 0)
        {
            queue.Add(missing, purpose);
        }
        Listing[] listings = new Listing[asked.Length];
        for (int index = 0; index < asked.Length; index++)
        {
            listings[index] = await asked[index].FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        return listings;
    }

    /// <summary>One identifier on its way: a finding for every live epoch, at once from the cache or when the evaluation is there.</summary>
    private sealed class Asked
    {
        private readonly QueryRoad _road;
        private readonly ListSet _set;
        private readonly IdentifierKind _kind;
        private readonly EpochFinding?[] _findings;

        public Asked(QueryRoad road, ListSet set, Identifier identifier, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(identifier);
            (_road, _set, _kind) = (road, set, identifier.Kind);
            IReadOnlyList<EpochKeys> epochs = set.EpochsOf(identifier.Kind, road.Now);
            _findings = new EpochFinding?[epochs.Count];
            for (int index = 0; index < epochs.Count; index++)
            {
                Start(index, epochs[index], identifier, cancellationToken);
            }
        }

        public List<Wanted> Missing { get; } = [];

        public async Task<Listing> FinishAsync(CancellationToken cancellationToken)
        {
            TimeSpan? age = _road.Age(_set);
            if (_findings.Length == 0)
            {
                return _road.Rules.NotOnList(_kind, _set, age);
            }
            try
            {
                foreach (Wanted wanted in Missing)
                {
                    await wanted.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                return _road.Rules.Decide(_set, age, [.. _findings.Select(static finding => finding ?? throw new HubUntrustedException("An epoch gave no answer."))]);
            }
            catch (ExchangeException exception)
            {
                return _road.Rules.Unsure(exception, _set, age);
            }
        }

        private void Start(int index, EpochKeys epoch, Identifier identifier, CancellationToken cancellationToken)
        {
            CacheKey key = _road.Cache.KeyOf(epoch, identifier.CanonicalBytes.Span);
            using EntryKey? known = _road.Cache.Find(key);
            if (known is not null)
            {
                _findings[index] = _road.LookUp(_set, _kind, epoch.Number, known);
                return;
            }
            Missing.Add(new Wanted(key, _kind, identifier.CanonicalBytes, epoch, entryKey => _findings[index] = _road.LookUp(_set, _kind, epoch.Number, entryKey), cancellationToken));
        }
    }

    private EntryKeyCache Cache => cache;

    private ListingRules Rules => rules;

    private DateTimeOffset Now => time.GetUtcNow();

    private TimeSpan? Age(ListSet set) => list.AgeOf(set);

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
