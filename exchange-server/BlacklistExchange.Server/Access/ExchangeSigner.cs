using System.Security.Cryptography;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>The exchange's ECDSA P-256 signature over descriptors, manifests and receipts; members pin its public key.</summary>
internal sealed class ExchangeSigner : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _one = new();

    public ExchangeSigner(KeyFolder keys)
    {
        _key = EcdsaKeys.Open(keys, KeyNames.Signing);
        PublicKey = _key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Signs a payload that begins with its domain tag (<see cref="DetachedSignature"/>: 64 bytes r ‖ s).</summary>
    public byte[] Sign(ReadOnlySpan<byte> payload)
    {
        // A framework key object promises nothing to two threads at once.
        lock (_one)
        {
            return DetachedSignature.Sign(_key, payload);
        }
    }

    public void Dispose() => _key.Dispose();
}
