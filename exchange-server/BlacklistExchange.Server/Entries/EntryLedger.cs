using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Entries;

/// <summary>
/// The entries as one write transaction sees and changes them: whoever changes a fact (a report, an act) asks for a refresh, and state, label and
/// expiry follow in the same transaction. Policies and chains of companies are read once.
/// </summary>
internal sealed class EntryLedger(SqliteConnection connection, SqliteTransaction transaction, EntryKeys keys, long now)
{
    private readonly Dictionary<string, EntryPolicy> _policies = [];
    private readonly Dictionary<string, IReadOnlySet<Category>> _shownCategories = [];
    private IReadOnlyDictionary<string, string>? _parents;

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

    /// <summary>Finds or creates the entry of a report item. An entry whose key was erased begins a new life with this key and ring.</summary>
    public Entry Open(EntryAddress address, EntryKey key, uint freshRing)
    {
        Entry? known = Find(address);
        if (known is { WrappedKey: not null })
        {
            return known;
        }
        Entry opened = (known ?? New(address)) with { WrappedKey = keys.Wrap(key, address), Ring = freshRing, CreatedAt = now };
        if (known is null)
        {
            EntrySql.Insert(connection, transaction, opened);
        }
        else
        {
            EntrySql.Update(connection, transaction, opened);
        }
        return opened;
    }

    /// <summary>What the entry would be under its present facts; writes and seals nothing.</summary>
    public Entry Preview(Entry entry)
    {
        EntryFacts facts = FactsOf(entry);
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

    /// <summary>Brings the row up to its facts and returns it. A label is sealed only when its bytes change, a release delay drawn only when the entry comes up.</summary>
    public Entry Refresh(Entry entry)
    {
        Entry stored = Find(entry.Address) ?? throw new InvalidOperationException("The entry is not in the table.");
        Entry next = Preview(entry);
        bool sameLabel = SameBytes(stored.Label, next.Label);
        bool changed = !sameLabel || stored.State != next.State;
        next = next with
        {
            SealedLabel = sameLabel ? stored.SealedLabel : next.Label is null ? null : Seal(next),
            VisibleFrom = stored.Label is null && next.Label is not null ? now + ReleaseDelay(next.Address.List) : stored.VisibleFrom,
            StateSince = stored.State != next.State ? now : stored.StateSince,
            Version = changed ? stored.Version + 1 : stored.Version,
        };
        EntrySql.Update(connection, transaction, next);
        return next;
    }

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

    /// <summary>The facts of an entry as it now stands.</summary>
    public EntryFacts FactsOf(Entry entry) =>
        new(Reports(entry.Address), entry.Ruling, entry.RulingAt, entry.CountedAfter, entry.Hold, entry.Tombstoned, entry.Flags);

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
