using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// The one curve of signatures and certificates (spec/protocol.md §2.2). A key size of 256 bits alone would admit other curves, and a public key has one
/// encoding only: SubjectPublicKeyInfo with the named curve and an uncompressed point, 91 bytes (RFC 5480 §2).
/// </summary>
public static class P256
{
    private const int KeyInfoSize = 91;
    private const string Oid = "1.2.840.10045.3.1.7";

    private static ReadOnlySpan<byte> KeyInfoPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>True when the bytes have the form of a P-256 public key; that the point lies on the curve shows only on import.</summary>
    public static bool IsKeyInfo(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        subjectPublicKeyInfo.Length == KeyInfoSize && subjectPublicKeyInfo.StartsWith(KeyInfoPrefix);

    /// <summary>True when the key is on P-256.</summary>
    public static bool IsKey(ECDsa key) => key.KeySize == 256 && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Oid;
}
