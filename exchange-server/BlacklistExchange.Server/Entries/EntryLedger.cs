using System.Data.Common;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Entries;

/// <summary>
/// The entries as one write transaction sees and changes them: whoever changes a fact (a report, an act) asks for a refresh, and state, label and
/// expiry follow in the same transaction. Policies and chains of companies are read once.
/// </summary>
internal sealed class EntryLedger(DbConnection connection, DbTransaction transaction, EntryKeys keys, long now)
{
    private readonly Dictionary<string, EntryPolicy> _policies = [];
    private readonly Dictionary<string, IReadOnlySet<Category>> _shownCategories = [];
    private IReadOnlyDictionary<string, string>? _parents;
    private bool _kekHolds;

    /// <summary>Unix seconds that the whole transaction calls now.</summary>
    public long Now => now;

    public Entry? Find(EntryAddress address) => EntrySql.Find(connection, transaction, address);

    /// <summary>The reports behind an entry, each under the top of its reporter's chain.</summary>
    public IReadOnlyList<EntryReport> Reports(EntryAddress address)
    {
        _parents ??= EntrySql.EntityParents(connection, transaction);
        return [.. EntrySql.Reports(connection, transaction, address).Select(report => report with { Entity = Top(report.Entity) })];
    }

    /// <summary>The top of a chain of companies.</summary>
    public string Top(string entity)
    {
        _parents ??= EntrySql.EntityParents(connection, transaction);
        for (int left = _parents.Count; left > 0 && _parents.TryGetValue(entity, out string? parent); left--)
        {
            entity = parent;
        }
        return entity;
    }

    /// <summary>The entry of a report item, not yet written: what is known, or a new one. An entry whose key was erased begins a new life with this key and ring.</summary>
    public Entry Open(EntryAddress address, Entry? known, EntryKey key, uint freshRing) => known is { WrappedKey: not null }
        ? known
        : (known ?? New(address)) with { WrappedKey = Wrap(key, address), Ring = freshRing, CreatedAt = now };

    /// <summary>
    /// Wraps only under the KEK that the database names: a node that came to serve while officers replaced it goes on under the old one, and what that wraps would open for nobody.
    /// Under the writers' lock, so a replacement is either seen or still to come, and then wraps this value too.
    /// </summary>
    private byte[] Wrap(EntryKey key, EntryAddress address)
    {
        if (!_kekHolds && EntrySql.KekId(connection, transaction) is { } keyId && !keys.AreUnder(keyId))
        {
            throw new StoreUnavailableException("The KEK was replaced while this node ran: start it again, and unseal it with the new shares.");
        }
        _kekHolds = true;
        return keys.Wrap(key, address);
    }

    /// <summary>What the entry would be with these reports behind it; writes and seals nothing.</summary>
    public Entry Preview(Entry entry, IReadOnlyList<EntryReport> reports)
    {
        EntryFacts facts = Facts(entry, reports);
        EntryPolicy policy = Policy(entry.Address.List);
        EntryDecision decision = EntryRules.Decide(facts, policy);
        byte[]? label = null;
        if (decision.Shown)
        {
            label = new byte[Label.Size];
            LabelRules.Compose(facts, decision, policy, ShownCategories(entry.Address.List), entry.Ring).Encode(label);
        }
        return entry with
        {
            State = decision.State,
            Label = label,
            // What is erased already has nothing left to expire.
            ExpiresAt = entry.WrappedKey is null ? null : LabelRules.ExpiresAt(facts, policy),
        };
    }

    /// <summary>
    /// Brings the row up to its facts and returns it. A label is sealed only when its bytes change, a release delay drawn only when the entry comes up.
    /// </summary>
    /// <param name="stored">The row as it stands; null when there is none yet.</param>
    /// <param name="entry">The same with what has changed.</param>
    /// <param name="reports">All reports behind it now.</param>
    public Entry Settle(Entry? stored, Entry entry, IReadOnlyList<EntryReport> reports)
    {
        Entry next = Preview(entry, reports);
        bool sameLabel = SameBytes(stored?.Label, next.Label);
        bool sameState = stored?.State == next.State;
        next = next with
        {
            Label = sameLabel ? stored?.Label : next.Label,
            SealedLabel = sameLabel ? stored?.SealedLabel : next.Label is null ? null : Seal(next),
            VisibleFrom = stored?.Label is null && next.Label is not null ? now + ReleaseDelay(next.Address.List) : entry.VisibleFrom,
            StateSince = sameState ? stored!.StateSince : now,
            Version = stored is null ? 1 : sameLabel && sameState ? stored.Version : stored.Version + 1,
        };
        if (stored is null)
        {
            EntrySql.Insert(connection, transaction, next);
        }
        else if (next != stored)
        {
            EntrySql.Update(connection, transaction, next);
        }
        return next;
    }

    /// <summary>The same after reports were withdrawn or policy changed.</summary>
    public Entry Refresh(Entry stored) => Settle(stored, stored, Reports(stored.Address));

    /// <summary>Erases what the entry says and the key to it; what stood behind it is spent. A tombstone stays.</summary>
    public Entry Erase(Entry entry)
    {
        Entry erased = entry with
        {
            State = entry.Tombstoned ? EntryState.Cleared : EntryState.Expired,
            SealedLabel = null,
            Label = null,
            WrappedKey = null,
            Ring = 0,
            Flags = LabelFlags.None,
            StateSince = now,
            ExpiresAt = null,
            Version = entry.Version + 1,
            Ruling = EntryRuling.Expired,
            RulingAt = now,
            CountedAfter = EntrySql.LatestSequence(connection, transaction),
            Hold = EntryHold.None,
        };
        EntrySql.Update(connection, transaction, erased);
        return erased;
    }

    /// <summary>The facts of an entry with these reports behind it.</summary>
    public static EntryFacts Facts(Entry entry, IReadOnlyList<EntryReport> reports) =>
        new(reports, entry.Ruling, entry.RulingAt, entry.CountedAfter, entry.Hold, entry.Tombstoned, entry.Flags);

    /// <summary>The policy of a list that has entries.</summary>
    public EntryPolicy Policy(string list)
    {
        if (!_policies.TryGetValue(list, out EntryPolicy? policy))
        {
            policy = PolicySql.Find(connection, transaction, list) ?? throw new InvalidOperationException($"There is no list '{list}'.");
            _policies[list] = policy;
        }
        return policy;
    }

    private IReadOnlySet<Category> ShownCategories(string list)
    {
        if (!_shownCategories.TryGetValue(list, out IReadOnlySet<Category>? shown))
        {
            _shownCategories[list] = shown = CategorySql.Shown(connection, transaction, list);
        }
        return shown;
    }

    private Entry New(EntryAddress address) => new()
    {
        Address = address,
        State = EntryState.Pending,
        Ring = 0,
        VisibleFrom = now,
        StateSince = now,
        CreatedAt = now,
        Version = 1,
    };

    private byte[] Seal(Entry entry)
    {
        if (!Label.TryDecode(entry.Label, out Label label) || entry.WrappedKey is null)
        {
            throw new InvalidOperationException($"The label of {entry} cannot be sealed.");
        }
        using EntryKey key = keys.Unwrap(entry.WrappedKey, entry.Address);
        return SealedLabel.Seal(key, label);
    }

    // Neighbours in one delta would betray that they belong together, so each entry that comes up waits its own random time.
    private long ReleaseDelay(string list) =>
        Policy(list).ReleaseDelaySeconds is > 0 and long longest ? RandomNumberGenerator.GetInt32(checked((int)longest) + 1) : 0;

    private static bool SameBytes(byte[]? left, byte[]? right) => left is null || right is null ? left == right : left.AsSpan().SequenceEqual(right);
}
