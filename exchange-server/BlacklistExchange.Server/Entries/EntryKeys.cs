using System.Text;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Entries;

/// <summary>Entry keys at rest: wrapped under the KEK, bound to their row, so that a key moved to another row does not open.</summary>
internal sealed class EntryKeys(Kek kek)
{
    /// <summary>True when <paramref name="keyId"/> is the id of the KEK that wraps here.</summary>
    public bool AreUnder(byte[] keyId) => kek.Id.AsSpan().SequenceEqual(keyId);

    public byte[] Wrap(EntryKey key, EntryAddress address) => kek.Wrap(key.Reveal(), Context(address));

    /// <summary>The caller disposes of the key.</summary>
    public EntryKey Unwrap(byte[] wrapped, EntryAddress address)
    {
        using PinnedSecret secret = kek.Unwrap(wrapped, Context(address));
        return EntryKey.Import(secret.Span);
    }

    private static byte[] Context(EntryAddress address) =>
        Encoding.ASCII.GetBytes($"entry.wrapped_key\n{address.List}\n{address.Epoch}\n{address.Kind}\n{address.Tag}");
}
