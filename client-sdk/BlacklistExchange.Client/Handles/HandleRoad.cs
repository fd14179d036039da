using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Client.Queries;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Handles;

/// <summary>Checks that leave a handle, and matches of handles against the local list, which ask nobody. Of both nothing goes to disk.</summary>
internal sealed class HandleRoad(HandleCipher cipher, QueryRoad queries, LocalList list, ListingRules rules, OnUncertain onUncertain, TimeProvider time) : IDisposable
{
    /// <summary>A handle is to be made anew this long before the last of its epochs ends.</summary>
    private static readonly TimeSpan RefreshAhead = TimeSpan.FromDays(7);

    /// <summary>Who waits for padding looks this often whether the list has other epochs by now.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    public Task<Checked> CheckAsync(IReadOnlyList<Identifier> identifiers, string purpose, CancellationToken cancellationToken) =>
        CheckAsync(identifiers, keep => queries.AskAsync(identifiers, purpose, keep, cancellationToken));

    public async Task<Checked> CheckWhenSpareAsync(IReadOnlyList<Identifier> identifiers, string purpose, DateTimeOffset? latest, CancellationToken cancellationToken)
    {
        QueryRoad.Require(purpose);
        while (time.GetUtcNow() is var now && (latest is null || now < latest))
        {
            TimeSpan wait = latest - now is { } left && left < LookAgain ? left : LookAgain;
            using CancellationTokenSource pause = new(wait, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
            string[] epochs = Epochs(identifiers);
            try
            {
                Checked check = await CheckAsync(identifiers, keep => queries.AskWhenSpareAsync(identifiers, keep, either.Token)).ConfigureAwait(false);
                if (epochs.Length == 0 || epochs.SequenceEqual(Epochs(identifiers)))
                {
                    return check;
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The epochs it waits under may have ended, and others begun.
            }
        }
        return await CheckAsync(identifiers, purpose, cancellationToken).ConfigureAwait(false);
    }

    public Matched Match(string handle)
    {
        using HandleKeys keys = Open(handle);
        ListSet? set = list.Current;
        while (true)
        {
            try
            {
                return set is null ? WithoutList(keys) : Match(keys, set);
            }
            catch (ObjectDisposedException) when (list.Current is { } newer && !ReferenceEquals(newer, set))
            {
                // A swap may unmap a file under a slow match; the newer list then answers for all of it.
                set = newer;
            }
        }
    }

    public void Dispose() => cipher.Dispose();

    private async Task<Checked> CheckAsync(IReadOnlyList<Identifier> identifiers, Func<KeepEntryKey, Task<Listing[]>> ask)
    {
        using HandleKeys keys = new([.. identifiers.Select(static identifier => new HandleItem(identifier.Kind))]);
        Listing[] listings = await ask(keys.Keep).ConfigureAwait(false);
        return new Checked(ApplicantRules.Decide([.. identifiers.Select(static identifier => identifier.Kind)], listings, onUncertain), keys.IsEmpty ? null : Seal(keys));
    }

    /// <summary>Names the epochs that the local list has now for any of them.</summary>
    private string[] Epochs(IReadOnlyList<Identifier> identifiers) => list.Current is not { } set ? []
        : [.. identifiers.Select(static identifier => identifier.Kind).Distinct().SelectMany(kind => set.EpochsOf(kind, time.GetUtcNow())).Select(static epoch => Convert.ToHexString(epoch.Digest))];

    private string Seal(HandleKeys keys)
    {
        using SecretBuffer plain = keys.Encode();
        return cipher.Seal(plain.Written.Span);
    }

    private HandleKeys Open(string handle)
    {
        using SecretBuffer plain = cipher.Open(handle);
        return HandleKeys.TryDecode(plain.Written.Span, out HandleKeys? keys) ? keys
            : throw new HandleException("The handle opens, but this version of the SDK does not know what is in it, for example a kind of identifier: use the version that made it, or a newer one.");
    }

    private Matched WithoutList(HandleKeys keys)
    {
        Listing none = rules.Unsure(UnsureReason.NoList, "There is no local list yet: synchronise first.");
        return new Matched(Weigh(keys, [.. keys.Items.Select(_ => none)]), NeedsRefresh: false);
    }

    private Matched Match(HandleKeys keys, ListSet set)
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan? age = list.AgeOf(set);
        Listing[] listings = [.. keys.Items.Select(item => Match(item, set, age, now))];
        return new Matched(Weigh(keys, listings), keys.Items.Any(item => NeedsRefresh(item, set, now)));
    }

    private Listing Match(HandleItem item, ListSet set, TimeSpan? age, DateTimeOffset now)
    {
        IReadOnlyList<EpochKeys> live = set.EpochsOf(item.Kind, now);
        if (live.Count == 0)
        {
            return rules.NotOnList(item.Kind, set, age);
        }
        List<EpochFinding> findings = [];
        foreach (EpochKeys epoch in live)
        {
            if (item.Find(epoch) is { } key)
            {
                findings.Add(EpochFinding.LookUp(set, item.Kind, epoch.Number, key));
            }
        }
        return rules.Decide(set, age, findings, isWhole: findings.Count == live.Count);
    }

    /// <summary>A check now would give a better handle, or the last epoch of this one ends soon. An epoch that ends while a later one is held asks for nothing.</summary>
    private static bool NeedsRefresh(HandleItem item, ListSet set, DateTimeOffset now)
    {
        IReadOnlyList<EpochKeys> live = set.EpochsOf(item.Kind, now);
        EpochKeys[] held = [.. live.Where(epoch => item.Find(epoch) is not null)];
        return held.Length < live.Count || (item.Count > 0 && held.All(epoch => epoch.HasEnded(now + RefreshAhead)));
    }

    private ApplicantListing Weigh(HandleKeys keys, IReadOnlyList<Listing> listings) => ApplicantRules.Decide([.. keys.Items.Select(static item => item.Kind)], listings, onUncertain);
}
