using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>Exact payload bytes and the signature over them, as files keep them: payload ‖ 64-byte signature.</summary>
internal sealed record SignedStructure(byte[] Payload, byte[] Signature)
{
    public byte[] Digest { get; } = SHA256.HashData(Payload);

    /// <summary>Decodes what came in JSON; null when it is not base64url.</summary>
    public static SignedStructure? Of(SignedBytes wire)
    {
        try
        {
            return new SignedStructure(Base64Url.DecodeFromChars(wire.Payload), Base64Url.DecodeFromChars(wire.Signature));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads a file's bytes; null when they are too short.</summary>
    public static SignedStructure? Of(byte[] file) =>
        file.Length <= DetachedSignature.Size ? null : new SignedStructure(file[..^DetachedSignature.Size], file[^DetachedSignature.Size..]);

    public bool IsSignedBy(byte[] exchangeKey) => DetachedSignature.Verify(exchangeKey, Payload, Signature);

    public byte[] ToFile() => [.. Payload, .. Signature];
}
