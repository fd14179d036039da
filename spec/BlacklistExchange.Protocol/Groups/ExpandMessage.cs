using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>expand_message_xmd of RFC 9380 §5.3.1: uniform bytes from a message, a domain separation tag and a Merkle-Damgård hash.</summary>
public static class ExpandMessage
{
    /// <summary>Bytes in the longest DST_prime.</summary>
    internal const int MaximumTag = 256;

    private const int MaximumDigest = 64;
    private const int MaximumBlock = 128;
    private const int StackLimit = 1024;

    /// <summary>Fills <paramref name="uniformBytes"/> from the message. Constant time in the message's value, not in its length.</summary>
    /// <param name="hash">SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="message">The message; may be secret.</param>
    /// <param name="domain">The domain separation tag; above 255 bytes it is hashed first, as RFC 9380 §5.3.3 says.</param>
    /// <param name="uniformBytes">The output, at most 255 digests and 65535 bytes.</param>
    /// <exception cref="ArgumentException">The tag is empty, the output too long or the hash not one of the three.</exception>
    public static void Xmd(HashAlgorithmName hash, ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain, Span<byte> uniformBytes)
    {
        (int digestSize, int blockSize) = Sizes(hash);
        RequireLength(uniformBytes.Length, digestSize, nameof(uniformBytes));
        Span<byte> tag = stackalloc byte[MaximumTag];
        int tagSize = WriteTag(hash, domain, digestSize, tag);
        tag = tag[..tagSize];

        // msg_prime = Z_pad ‖ msg ‖ I2OSP(len, 2) ‖ 0x00 ‖ DST_prime
        int size = blockSize + message.Length + 3 + tagSize;
        byte[]? pinned = size > StackLimit ? GC.AllocateUninitializedArray<byte>(size, pinned: true) : null;
        Span<byte> first = pinned ?? stackalloc byte[StackLimit];
        first = first[..size];
        first[..blockSize].Clear();
        message.CopyTo(first[blockSize..]);
        Span<byte> rest = first[(blockSize + message.Length)..];
        rest[0] = (byte)(uniformBytes.Length >> 8);
        rest[1] = (byte)uniformBytes.Length;
        rest[2] = 0;
        tag.CopyTo(rest[3..]);
        Span<byte> b0 = stackalloc byte[MaximumDigest];
        CryptographicOperations.HashData(hash, first, b0);
        CryptographicOperations.ZeroMemory(first);
        Chain(hash, b0[..digestSize], tag, uniformBytes);
    }

    /// <summary>b_i = H((b_0 xor b_(i-1)) ‖ I2OSP(i, 1) ‖ DST_prime), b_0 alone for i = 1.</summary>
    private static void Chain(HashAlgorithmName hash, Span<byte> b0, ReadOnlySpan<byte> tag, Span<byte> output)
    {
        Span<byte> block = stackalloc byte[MaximumDigest + 1 + 256];
        block = block[..(b0.Length + 1 + tag.Length)];
        Span<byte> digest = stackalloc byte[MaximumDigest];
        digest = digest[..b0.Length];
        digest.Clear();
        tag.CopyTo(block[(b0.Length + 1)..]);
        for (int i = 1; !output.IsEmpty; i++)
        {
            for (int j = 0; j < b0.Length; j++)
            {
                block[j] = (byte)(b0[j] ^ digest[j]);
            }

            block[b0.Length] = (byte)i;
            CryptographicOperations.HashData(hash, block, digest);
            int take = Math.Min(output.Length, digest.Length);
            digest[..take].CopyTo(output);
            output = output[take..];
        }

        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(digest);
        CryptographicOperations.ZeroMemory(b0);
    }

    /// <summary>Refuses more than 255 digests or 65535 bytes.</summary>
    internal static void RequireLength(int length, int digestSize, string name)
    {
        int most = Math.Min(255 * digestSize, ushort.MaxValue);
        if (length > most)
        {
            throw new ArgumentException($"expand_message_xmd gives at most {most} bytes; {length} are asked for.", name);
        }
    }

    /// <summary>DST_prime: the tag, or its hash if it is long, and one byte for its length.</summary>
    internal static int WriteTag(HashAlgorithmName hash, ReadOnlySpan<byte> domain, int digestSize, Span<byte> tag)
    {
        if (domain.IsEmpty)
        {
            throw new ArgumentException("RFC 9380 §3.1 requires a domain separation tag that is not empty.", nameof(domain));
        }

        if (domain.Length <= 255)
        {
            domain.CopyTo(tag);
            tag[domain.Length] = (byte)domain.Length;
            return domain.Length + 1;
        }

        using IncrementalHash oversize = IncrementalHash.CreateHash(hash);
        oversize.AppendData("H2C-OVERSIZE-DST-"u8);
        oversize.AppendData(domain);
        oversize.GetHashAndReset(tag);
        tag[digestSize] = (byte)digestSize;
        return digestSize + 1;
    }

    private static (int DigestSize, int BlockSize) Sizes(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA256" => (32, 64),
        "SHA384" => (48, MaximumBlock),
        "SHA512" => (MaximumDigest, MaximumBlock),
        _ => throw new ArgumentException($"expand_message_xmd is offered over SHA256, SHA384 and SHA512, not {hash.Name}.", nameof(hash)),
    };
}
