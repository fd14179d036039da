using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reports;

/// <summary>What travels beside a statement for one item: the entry key, the tag that the hub derived from it, and the salt.</summary>
internal sealed record ItemSecret(EntryKey Key, Tag Tag, byte[] Salt);

/// <summary>The entry keys of one request, zeroed when it is done with.</summary>
internal sealed class ReportSecrets : IDisposable
{
    private readonly List<ItemSecret> _items = [];

    public IReadOnlyList<ItemSecret> Items => _items;

    /// <summary>Reads the keys and salts of a report; a refusal names the item and field.</summary>
    public static Outcome<ReportSecrets> Read(IReadOnlyList<ReportSecret> secrets)
    {
        ReportSecrets read = new();
        for (int index = 0; index < secrets.Count; index++)
        {
            if (read.Add(secrets[index], index) is { } refusal)
            {
                read.Dispose();
                return refusal;
            }
        }
        return read;
    }

    public void Dispose() => _items.ForEach(static item => item.Key.Dispose());

    private Refusal? Add(ReportSecret? secret, int index)
    {
        if (secret is null)
        {
            return new Refusal(ProblemTypes.WrongType, "An item is null.") { Field = $"items[{index}]", Index = index };
        }
        if (!WireBytes.Read(secret.Salt, ReportCommitments.SaltSize, $"items[{index}].salt", index).TryGet(out byte[]? salt, out Refusal? refusal)
            || !WireBytes.Key(secret.EntryKey, $"items[{index}].entry_key", index).TryGet(out EntryKey? key, out refusal))
        {
            return refusal;
        }
        _items.Add(new ItemSecret(key, key.DeriveTag(), salt));
        return null;
    }
}
