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

    /// <summary>Signs <paramref name="payload"/>; <paramref name="key"/> must be on P-256.</summary>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.KeySize, 256, nameof(key));
        return key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>True when <paramref name="signature"/> is 64 bytes and verifies under the key; false for anything else.</summary>
    public static bool Verify(ECDsa publicKey, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        signature.Length == Size && publicKey.KeySize == 256 &&
        publicKey.VerifyData(payload, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The same with the public key as SubjectPublicKeyInfo DER; false when the key is not one on P-256.</summary>
    public static bool Verify(ReadOnlySpan<byte> subjectPublicKeyInfo, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out int read);
            return read == subjectPublicKeyInfo.Length && Verify(key, payload, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
