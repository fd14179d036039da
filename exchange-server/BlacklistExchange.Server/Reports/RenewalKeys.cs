using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reports;

/// <summary>Both entry keys of a renewed item and the tags that the hub derived from them; zeroed when done with.</summary>
internal sealed class RenewalKeys : IDisposable
{
    private readonly EntryKey _old;

    private RenewalKeys(EntryKey old, EntryKey renewed)
    {
        (_old, New) = (old, renewed);
        (OldTag, NewTag) = (old.DeriveTag(), renewed.DeriveTag());
    }

    public Tag OldTag { get; }

    public Tag NewTag { get; }

    /// <summary>E in the newest epoch.</summary>
    public EntryKey New { get; }

    /// <summary>Reads the keys of all items; a refusal names item and field, and nothing is left behind.</summary>
    public static Refusal? Read(IReadOnlyList<RenewalSecret> secrets, List<RenewalKeys> into)
    {
        for (int index = 0; index < secrets.Count; index++)
        {
            if (secrets[index] is not { } secret)
            {
                return new Refusal(ProblemTypes.WrongType, "An item is null.") { Field = $"items[{index}]", Index = index };
            }
            if (!WireBytes.Key(secret.OldEntryKey, $"items[{index}].old_entry_key", index).TryGet(out EntryKey? old, out Refusal? refusal))
            {
                return refusal;
            }
            if (!WireBytes.Key(secret.NewEntryKey, $"items[{index}].new_entry_key", index).TryGet(out EntryKey? renewed, out refusal))
            {
                old.Dispose();
                return refusal;
            }
            into.Add(new RenewalKeys(old, renewed));
        }
        return null;
    }

    public void Dispose()
    {
        _old.Dispose();
        New.Dispose();
    }
}
