using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>
/// The known-answer test that an arithmetic must pass before it is used: it fails under another rounding mode, on a fused multiply-add that rounds twice, or on a kernel
/// compiled wrongly. Runs every operation once over a batch that fills no vector evenly; what it costs is that the kernels are compiled then.
/// </summary>
internal static class SelfTest
{
    private const int Count = 19;
    private const int Size = Ristretto255Encoding.Size;

    /// <summary>SHA-256 over all encodings of the run, as the portable arithmetic gives them; a test computes it again.</summary>
    private static ReadOnlySpan<byte> Known =>
    [
        0x2c, 0x45, 0x66, 0x43, 0xb1, 0x71, 0x63, 0x43, 0x83, 0x61, 0xb7, 0x80, 0xb0, 0x32, 0x46, 0x28,
        0x99, 0xb4, 0x16, 0xcb, 0x54, 0x3d, 0x0b, 0x11, 0xac, 0xcc, 0xa0, 0xe4, 0x13, 0x91, 0xa8, 0xe9,
    ];

    /// <summary>True if everything comes out as it must.</summary>
    public static bool Passes(Ristretto255Arithmetic arithmetic) => Digest(arithmetic).AsSpan().SequenceEqual(Known);

    /// <summary>Map, encode, decode, multiply by one scalar and by one each, and sum; then decode once more with one encoding spoilt.</summary>
    internal static byte[] Digest(Ristretto255Arithmetic arithmetic)
    {
        byte[] encodings = new byte[((4 * Count) + 1) * Size];
        Span<byte> mapped = encodings.AsSpan(0, Count * Size), common = encodings.AsSpan(Count * Size, Count * Size), each = encodings.AsSpan(2 * Count * Size, Count * Size);
        EdwardsPoint[] points = new EdwardsPoint[Count], products = new EdwardsPoint[Count];
        Sc64[] scalars = [.. Enumerable.Range(0, Count).Select(static i => Sc64.ReadWide(SHA512.HashData([(byte)i])))];
        byte[] scalarBytes = new byte[Count * Size], uniformBytes = new byte[2 * Count * Size];
        for (int i = 0; i < Count; i++)
        {
            scalars[i].CopyTo(scalarBytes.AsSpan(i * Size));
            SHA512.HashData([(byte)i, 1], uniformBytes.AsSpan(2 * i * Size));
        }

        arithmetic.Map(uniformBytes, points);
        arithmetic.Encode(points, mapped);
        int refused = arithmetic.Decode(mapped, points);
        arithmetic.Multiply(scalarBytes, 0, points, common, default);
        arithmetic.Multiply(scalarBytes, Size, points, each, products);
        arithmetic.Encode(products, encodings.AsSpan(3 * Count * Size, Count * Size));
        arithmetic.Encode([arithmetic.Sum(scalars, products)], encodings.AsSpan(4 * Count * Size));
        byte[] spoilt = mapped.ToArray();
        spoilt[(Count - 2) * Size] ^= 1;
        return SHA256.HashData([.. encodings, (byte)refused, (byte)arithmetic.Decode(spoilt, points)]);
    }
}
