using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// ECDSA on P-256 with SHA-256 over the exact payload bytes, as 64 bytes r ‖ s (IEEE P1363). The payload's own domain tag
/// separates the uses (spec/protocol.md §2.2). Signatures are randomised: identity of a statement is the digest of its payload.
/// </summary>
public static class DetachedSignature
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int Size = 64;

    /// <summary>Signs <paramref name="payload"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is not on P-256.</exception>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(P256.IsKey(key), false, nameof(key));
        return key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>True when <paramref name="signature"/> is 64 bytes and verifies under the key; false for anything else.</summary>
    public static bool Verify(ECDsa publicKey, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        signature.Length == Size && P256.IsKey(publicKey) &&
        publicKey.VerifyData(payload, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The same with the public key as SubjectPublicKeyInfo DER; false when the key is not one on P-256.</summary>
    public static bool Verify(ReadOnlySpan<byte> subjectPublicKeyInfo, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        if (!P256.IsKeyInfo(subjectPublicKeyInfo))
        {
            return false;
        }
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            return Verify(key, payload, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
