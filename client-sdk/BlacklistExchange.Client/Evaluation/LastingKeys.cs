using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>Entry keys that outlive the process: named by a keyed hash of what the cache calls them, sealed, and handed to the caller's store. Takes the seal over.</summary>
internal sealed class LastingKeys(EntryKeyStore store, LocalSeal seal) : IDisposable
{
    /// <summary>What makes the cache's names the same in every process of the profile.</summary>
    public byte[] NameKey() => SHA256.HashData([.. seal.NameOf("cache-0"u8), .. seal.NameOf("cache-1"u8)]);

    /// <summary>A copy of the entry key, the caller's to dispose; null when the store has none that opens.</summary>
    public EntryKey? Find(CacheKey key)
    {
        byte[] name = NameOf(key);
        if (store.Find(name) is not { Length: EntryKey.Size + LocalSeal.Overhead } whole)
        {
            return null;
        }
        Span<byte> plain = stackalloc byte[EntryKey.Size];
        try
        {
            return seal.TryOpen(whole, name, plain) ? EntryKey.Import(plain) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Keep(CacheKey key, EntryKey entryKey)
    {
        byte[] name = NameOf(key);
        store.Keep(name, seal.Seal(entryKey.Reveal(), name));
    }

    public void Dispose() => seal.Dispose();

    private byte[] NameOf(CacheKey key) => seal.NameOf(MemoryMarshal.AsBytes(new ReadOnlySpan<CacheKey>(in key)));
}
