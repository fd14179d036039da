using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Vault;

/// <summary>One reported identifier as the vault keeps it: everything that retraction, renewal and the opening of evidence need. Secret throughout.</summary>
internal sealed class VaultedItem : IDisposable
{
    private readonly byte[] _input;

    public VaultedItem(IdentifierKind kind, ReadOnlySpan<byte> input, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> salt, uint epoch, EntryKey key)
    {
        _input = GC.AllocateArray<byte>(input.Length, pinned: true);
        input.CopyTo(_input);
        (Kind, Nonce, Salt, Epoch, Key) = (kind, nonce.ToArray(), salt.ToArray(), epoch, key);
    }

    public IdentifierKind Kind { get; }

    /// <summary>The identifier's canonical bytes.</summary>
    public ReadOnlyMemory<byte> Input => _input;

    /// <summary>Nonce of the evidence commitment.</summary>
    public byte[] Nonce { get; }

    /// <summary>Salt of the item commitment.</summary>
    public byte[] Salt { get; }

    /// <summary>The newest epoch the item was reported or renewed in.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The entry key in that epoch.</summary>
    public EntryKey Key { get; private set; }

    /// <summary>Withdrawn, or found ended at a renewal: nothing is left to carry over.</summary>
    public bool IsOver { get; set; }

    /// <summary>Takes the key of a newer epoch.</summary>
    public void Renew(uint epoch, EntryKey key)
    {
        Key.Dispose();
        (Epoch, Key) = (epoch, key);
    }

    public void Dispose()
    {
        Key.Dispose();
        CryptographicOperations.ZeroMemory(_input);
        CryptographicOperations.ZeroMemory(Salt);
        CryptographicOperations.ZeroMemory(Nonce);
    }
}
