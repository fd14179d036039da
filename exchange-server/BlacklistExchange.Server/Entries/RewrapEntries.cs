using System.Data.Common;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Entries;

/// <summary>Every entry key from one KEK to another, inside the caller's transaction: all or none.</summary>
internal static class RewrapEntries
{
    private const int Page = 1000;

    /// <summary>How many keys were wrapped anew. Throws <see cref="SetupException"/> at the first that does not open.</summary>
    public static long Run(DbConnection connection, DbTransaction transaction, Kek from, Kek to)
    {
        EntryKeys old = new(from);
        EntryKeys fresh = new(to);
        EntryAddress after = new("", 0, 0, new Tag(new byte[Tag.Size]));
        long count = 0;
        while (true)
        {
            IReadOnlyList<(EntryAddress Address, byte[] WrappedKey)> page = EntrySql.WrappedAfter(connection, transaction, after, Page);
            foreach ((EntryAddress address, byte[] wrapped) in page)
            {
                EntrySql.SetWrappedKey(connection, transaction, address, Rewrap(old, fresh, address, wrapped));
                after = address;
                count++;
            }
            if (page.Count < Page)
            {
                return count;
            }
        }
    }

    private static byte[] Rewrap(EntryKeys old, EntryKeys fresh, EntryAddress address, byte[] wrapped)
    {
        try
        {
            using EntryKey key = old.Unwrap(wrapped, address);
            return fresh.Wrap(key, address);
        }
        catch (CryptographicException exception)
        {
            throw new SetupException($"The wrapped key of entry {address.Tag} on list '{address.List}', epoch {address.Epoch}, does not open under the present KEK. Nothing was changed.", exception);
        }
    }
}
