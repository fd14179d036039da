using System.Runtime.ExceptionServices;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Queries;

/// <summary>Identifiers asked together: a finding for each under every live epoch, at once from the cache or when the evaluation is there, and then a listing for each.</summary>
internal sealed class QueryBatch
{
    private readonly ListSet _set;
    private readonly IReadOnlyList<Identifier> _identifiers;
    private readonly Func<ListSet, IdentifierKind, uint, EntryKey, EpochFinding> _lookUp;
    private readonly KeepEntryKey? _keep;
    private readonly Dictionary<IdentifierKind, IReadOnlyList<EpochKeys>> _epochs = [];

    /// <summary>Where each identifier's findings begin; one more than there are identifiers.</summary>
    private readonly int[] _starts;
    private readonly int[] _owners;
    private readonly EpochFinding?[] _findings;

    public QueryBatch(
        ListSet set, IReadOnlyList<Identifier> identifiers, DateTimeOffset now, Func<ListSet, IdentifierKind, uint, EntryKey, EpochFinding> lookUp, KeepEntryKey? keep, CancellationToken cancellationToken)
    {
        (_set, _identifiers, _lookUp, _keep) = (set, identifiers, lookUp, keep);
        _starts = new int[identifiers.Count + 1];
        for (int index = 0; index < identifiers.Count; index++)
        {
            ArgumentNullException.ThrowIfNull(identifiers[index], nameof(identifiers));
            IdentifierKind kind = identifiers[index].Kind;
            if (!_epochs.TryGetValue(kind, out IReadOnlyList<EpochKeys>? epochs))
            {
                _epochs[kind] = epochs = set.EpochsOf(kind, now);
            }
            _starts[index + 1] = _starts[index] + epochs.Count;
        }
        _owners = new int[_starts[^1]];
        _findings = new EpochFinding?[_starts[^1]];
        Missing = new WantedBatch(Use, cancellationToken);
    }

    /// <summary>What has to be evaluated.</summary>
    public WantedBatch Missing { get; }

    /// <summary>Looks up what the process knows already and notes the rest as missing.</summary>
    public void FindKnown(EntryKeyCache cache)
    {
        for (int index = 0; index < _identifiers.Count; index++)
        {
            Identifier identifier = _identifiers[index];
            IReadOnlyList<EpochKeys> epochs = _epochs[identifier.Kind];
            for (int place = _starts[index]; place < _starts[index + 1]; place++)
            {
                EpochKeys epoch = epochs[place - _starts[index]];
                _owners[place] = index;
                CacheKey name = cache.KeyOf(epoch, identifier.CanonicalBytes.Span);
                using EntryKey? known = cache.Find(name);
                if (known is null)
                {
                    Missing.Add(place, name, identifier.Kind, identifier.CanonicalBytes, epoch);
                }
                else
                {
                    Use(place, known);
                }
            }
        }
    }

    /// <summary>The listings, in the order of the identifiers, once nothing is missing any more.</summary>
    public Listing[] Decide(ListingRules rules, TimeSpan? age)
    {
        Dictionary<int, ExceptionDispatchInfo> failures = Failures();
        Listing[] listings = new Listing[_identifiers.Count];
        Listing? clear = null;
        for (int index = 0; index < listings.Length; index++)
        {
            EpochFinding?[] findings = _findings[_starts[index].._starts[index + 1]];
            listings[index] = findings.Length == 0 ? rules.NotOnList(_identifiers[index].Kind, _set, age)
                : failures.TryGetValue(index, out ExceptionDispatchInfo? failure) ? Unsure(rules, failure, age)
                // Most answers say the same in the same words: they share one object that nothing can change.
                : Array.TrueForAll(findings, static finding => finding is { Label: null, IsBroken: false }) ? clear ??= rules.Decide(_set, age, findings!)
                : rules.Decide(_set, age, [.. findings.Select(static finding => finding ?? throw new InvalidOperationException("An epoch gave no answer."))]);
        }
        return listings;
    }

    /// <summary>What is not the hub's or the network's doing is the caller's to hear as it is.</summary>
    private Listing Unsure(ListingRules rules, ExceptionDispatchInfo failure, TimeSpan? age)
    {
        if (failure.SourceException is ExchangeException exception)
        {
            return rules.Unsure(exception, _set, age);
        }
        failure.Throw();
        return null!;
    }

    private Dictionary<int, ExceptionDispatchInfo> Failures()
    {
        Dictionary<int, ExceptionDispatchInfo> failures = [];
        foreach (Wanted wanted in Missing.All)
        {
            if (wanted.Failure is { } failure)
            {
                failures.TryAdd(_owners[wanted.Place], ExceptionDispatchInfo.Capture(failure));
            }
        }
        return failures;
    }

    private void Use(int place, EntryKey key)
    {
        int owner = _owners[place];
        IdentifierKind kind = _identifiers[owner].Kind;
        EpochKeys epoch = _epochs[kind][place - _starts[owner]];
        _keep?.Invoke(owner, epoch, key);
        _findings[place] = _lookUp(_set, kind, epoch.Number, key);
    }
}
